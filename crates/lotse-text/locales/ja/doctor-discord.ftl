### `doctor` が Discord について表示するもの。権限の名前は Discord の設定画面の英語表記です。

doctor-guild = サーバー
doctor-category = カテゴリー
doctor-alerts = アラートチャンネル
doctor-commands = コマンド
doctor-discord-unreachable = Discord から応答がありません
doctor-discord-mend-reach = ネットワークと discordstatus.com を確認してください
doctor-discord-token = Discord がトークンを拒否しました
doctor-discord-mend-token = Developer Portal（Bot → Reset Token）で新しいトークンを作成し、`discord.token` が指す場所に保存してください
doctor-discord-odd = 予期しない応答です（{ $what }、ステータス { $status }）
doctor-discord-mend-odd = もう一度試してください。続く場合は discordstatus.com を確認してください
doctor-discord-no-guild = ボットがこのサーバーに参加していないか、この ID のサーバーが存在しません
doctor-discord-mend-invite = ID を確認するか、ボットを招待してください:
doctor-discord-administrator = { $name }: ボットに Administrator がありますが、必要ありません
doctor-discord-mend-administrator = ボットのロールから Administrator を外してください。トークンを盗まれるとサーバー全体を奪われます
doctor-discord-category-gone = { $id } はこのサーバーにありません
doctor-discord-category-other = { $id } はカテゴリーではなくチャンネルです
doctor-discord-category = { $channels ->
    [0] { $name }（テキストチャンネルなし: ボットはどこでも応答しません）
   *[other] { $name }（テキストチャンネル { $channels } 個）
}
doctor-discord-alerts-gone = { $id } はこのサーバーにありません
doctor-discord-alerts-other = { $id } には書き込めません
doctor-discord-mend-id = 開発者モードを有効にし、右クリックして「IDをコピー」を選び、`{ $key }` に設定してください
doctor-discord-lacks = #{ $channel }: { $permissions } がありません
doctor-discord-mend-permission = チャンネルまたはカテゴリーでボットのロールに許可するか、ボットを招待し直してください:
doctor-discord-permitted = カード、グラフ、アラートに必要な権限がそろっています
doctor-discord-no-commands = まだ登録されていません
doctor-discord-mend-commands = `lotse serve` の起動時に登録されます
doctor-discord-commands = { $count } 個登録済み
