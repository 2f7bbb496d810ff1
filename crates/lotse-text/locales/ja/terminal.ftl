### 端末での変更: 確認、実行、拒否。データベースと `serve`。

ask-yes = はい
ask-confirm = 実行しますか？「{ $yes }」以外は「いいえ」とみなします
ask-type = 実行するには `{ $phrase }` と入力してください。それ以外は「いいえ」とみなします
ask-pasted = 貼り付けた文字は無効です。キーボードで入力してください
ask-refused = 同意がなかったため、何も送信していません
ask-nobody = 標準入力が端末ではないため、確認できる人がいません。何も送信していません
ask-nobody-hint = 端末で実行してください。設定の `[policy] yes` がこの種類を許可している場合は `--approve { $hash }` を付けてください

script-not-allowed = 設定の `[policy] yes` は { $class } の変更を人の確認なしでは許可していません。何も送信していません
script-not-allowed-hint = 端末で実行するか、自分のスクリプト用なら `[policy] yes` に "{ $class }" を追加してください
script-other-plan = 現在の計画のハッシュは { $hash } で、{ $given } ではありません。何も送信していません
script-other-plan-hint = `--plan` で確認し、表示されたハッシュを承認してください
script-bare = 破壊的な変更には計画のハッシュが必要です。何も送信していません
script-bare-hint = `--plan` で確認してから、`--approve HASH` を付けて実行してください

consent-spent = すでに承認、拒否、または置き換えられています
consent-expired = 時間内に同意がなかったため、何も送信していません
consent-again-hint = もう一度コマンドを実行してください。前の計画の結果は `lotse audit` で確認できます
consent-not-yours = 確認を求められたのは別の人です
consent-not-yours-hint = 自分でコマンドを実行するか、依頼した本人に承認してもらってください
consent-elsewhere = 確認は別の場所で求められました
consent-elsewhere-hint = 計画が表示された場所で回答するか、ここでコマンドを実行してください
consent-words = `{ $wanted }` と一致しません。何も送信していません
consent-too-often = 違う文字が何度も入力されました。何も送信していません
consent-not-agreed = 必要な全員の同意がまだそろっていません
consent-second-person = あなたはすでに同意しています。もう一人の同意が必要です
consent-second-person-hint = 同じ権限を持つ別の人の同意が必要です。方法は `lotse pending` で確認できます
consent-way = この種類の変更はこの方法では承認できません

desk-blocked = この計画は実行できません。何も送信していません
desk-blocked-hint = 先に ✖ の項目を解消してください
desk-read-only = { $cluster } は読み取り専用です。何も送信していません
desk-read-only-hint = 変更するには、設定のクラスタの項に `write-token-id` と `write-token` を、SSH なら `writes = true` を書いてください
desk-frozen = { $by } がすべての変更を凍結しています: { $reason }。何も送信していません
desk-frozen-in = { $by } が { $cluster } の変更を凍結しています: { $reason }。何も送信していません
desk-frozen-hint = `lotse thaw` で解除します
desk-stale = 計画の前提が変わったため、何も送信していません
desk-stale-hint = 現在の計画を確認し、もう一度コマンドを実行してください
desk-unseen = 計画の前提を再び読み取れませんでした: { $what }。何も送信していません
desk-unseen-hint = すべて読み取れる状態になってから、もう一度実行してください。読み取れないものは `lotse doctor` で確認できます
desk-interrupted = 途中でデータベースのエラーが発生しました。これ以上は送信しませんが、実行中のものは続きます
desk-unknown = そのような変更はありません
desk-unknown-hint = 待機中の変更は `lotse pending` で確認できます
desk-held = 別のプロセスが実行しています
desk-held-hint = 結果は `lotse pending` と `lotse audit` で確認できます
desk-waits = もう一人の同意が必要です。まだ何も送信していません
desk-waits-hint = もう一人が `lotse approve { $id }` で承認します
desk-goes-on = 変更はこのまま続行されます
desk-goes-on-hint = 状況は `lotse task { $task }` で確認できます。残りは次の `lotse` の実行時に完了します
desk-goes-on-unknown-hint = 状況は `lotse tasks` で確認できます。残りは次の `lotse` の実行時に完了します
desk-resumed = 途中で止まっていた変更を完了しました:
desk-still-resuming = 途中で止まっていた変更がまだ実行中です。`lotse tasks` で確認でき、次の `lotse` の実行時に完了します

pending-none = 確認待ちの変更はありません。
pending-id = {"  "}`lotse approve { $id }`、`lotse decline { $id }`
pending-declined = 拒否しました。何も送信していません。

progress-task = タスク { $task }
progress-trouble = ノードが応答しません。引き続き確認しています
progress-reads-back = 完了。状態を読み直して確認しています
progress-verified = 確認済み
progress-failed = 失敗
progress-inconclusive = 結果不明
progress-not-begun = 未開始

store-nowhere = データベースを置くフォルダがありません
store-nowhere-hint = `HOME` か `XDG_STATE_HOME`、または `[store]` の `path` を設定してください
store-none = データベースはまだありません
store-copied = { $place } を { $path } にコピーしました
store-open = データベース { $path } を開けません: { $detail }
store-open-hint = ファイルとフォルダの所有者とモードを確認してください。`[store] path` で別の場所にも置けます
store-corrupt = { $path } はデータベースではないか、壊れています: { $detail }
store-corrupt-hint = 何も上書きしていません。ファイルを別の場所に移し、`lotse backup` のコピーを代わりに置いてください
store-newer = データベース { $path } のスキーマは { $found } ですが、このバージョンが対応するのは { $known } までです
store-newer-hint = それを書いたバージョン以降の Lotse を使ってください
store-migrate = データベース { $path } をこのバージョンのスキーマに移行できませんでした: { $detail }
store-migrate-hint = 失われたものはありません。移行前のコピーは { $copy } です
store-full = データベース { $place } の空き容量がありません
store-full-hint = 空き容量を確保してください。何も開始していません
store-locked = 別のプログラムがデータベース { $place } を長く占有しています
store-locked-hint = もう一度試してください。どのプログラムかは `fuser -v { $place }` で確認できます
store-read-only = データベース { $place } は読み取り専用です
store-read-only-hint = このユーザーにファイルとフォルダへの書き込みを許可するか、`lotse serve` のユーザーで実行してください。質問だけならデータベースは不要です
store-exists = { $path } はすでに存在します。上書きはしません
store-exists-hint = 別の名前を指定してください
store-row = データベース { $place } に、このバージョンが書いたものではない内容があります: { $what }: { $detail }
store-row-hint = 手作業で書き込みませんでしたか？`lotse backup` のコピーに置き換えるか、不具合として報告してください
store-failed = データベース { $place } でエラーが起きました: { $detail }
store-failed-hint = 質問にはデータベースなしでも答えます。`lotse doctor` で確認してください

serve-no-discord = このプログラムは Discord ボットなしでビルドされています
serve-bot-settings = この設定ではボットを動かせません: { $detail }
serve-bot-token = Discord がボットのトークンを拒否しました
serve-bot-token-hint = 開発者ポータル（Bot の Reset Token）で再発行し、`discord.token` が指す場所に保存してください
serve-bot-closed = Discord が接続を完全に閉じました: { $code }（{ $reason }）
serve-bot-setup = Discord への接続を準備できません: { $detail }

doctor-store = データベース
doctor-store-none = まだありません。最初の変更のときに { $place } が作られます
doctor-audit = 監査
doctor-audit-whole = { $count ->
   *[other] { $count } 行すべてが書かれたときのままです
}
doctor-audit-broken = { $number } 行目が書かれたときと違います
doctor-access-rules = アクセス
doctor-access = { $count ->
    [0] ルールなし: 端末ではすべて許可、それ以外は何も許可しません
   *[other] ルール { $count } 件
}
doctor-access-tags = タグで判断するルールがあります。Proxmox でタグを編集できる人は、その範囲を広げられます
doctor-access-nobody = 誰かを指すルールがないため、Discord からは誰も何もできません
doctor-frozen = { $by } がすべての変更を凍結しています: { $reason }
doctor-frozen-in = { $by } が { $cluster } の変更を凍結しています: { $reason }
doctor-same-token = { $id } は読み取りと変更の両方に使われています。変更専用のトークンなら、読むだけの人から隠せます
