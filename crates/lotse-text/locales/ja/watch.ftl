### 監視が伝えること：何が起きているか、その理由、そして復旧。見出しはスマートフォンの通知に収まる長さにする。

## States in a word or two

watch-state-ok = 正常
watch-state-off-on-purpose = 意図的に停止
watch-state-off = 停止
watch-state-off-unexplained = 停止（理由不明）
watch-state-restarted = 予期しない再起動
watch-state-paused = 一時停止中
watch-state-suspended = 休止状態
watch-state-gone = 消失
watch-state-replaced = 別のゲストに置き換え
watch-state-node-offline = ノードがオフライン
watch-state-node-silent = ノードから報告なし
watch-state-node-gone = ノードが削除済み
watch-state-unreachable = 到達不能
watch-state-refused = トークン拒否
watch-state-untrusted = 証明書が信頼できない
watch-state-failing = API 異常
watch-state-no-quorum = クォーラムなし
watch-state-out-of-sight = 確認不能
watch-state-unavailable = 利用不可
watch-state-problem = 問題あり
watch-state-flapping = 不安定
watch-state-unknown = 不明

## Causes in a word or two

watch-cause-lotse = Lotse からの変更
watch-cause-task = Proxmox のタスク
watch-cause-removed = 削除
watch-cause-backup = バックアップ
watch-cause-migration = マイグレーション
watch-cause-ha = HA マネージャー
watch-cause-node-reboot = ノードの再起動
watch-cause-rollback = ロールバック
watch-cause-creation = 作成または復元

## Places

watch-place = （{ $node }）
watch-place-none = {" "}
watch-thing-storage = ストレージ { $storage }
watch-thing-node = ノード { $node }
watch-thing-cluster = クラスター { $cluster }

## Headlines: a guest

watch-guest-ok = { $guest }{ $place }は稼働中です
watch-guest-off = { $guest }{ $place }が停止しました：内部からのシャットダウン、またはクラッシュ
watch-guest-off-unexplained = { $guest }{ $place }が停止しています（理由を確認できません）
watch-guest-off-on-purpose = { $guest }{ $place }が停止したままです：{ $reason }
watch-guest-restarted = { $guest }{ $place }が予期せず再起動しました
watch-guest-paused = { $guest }{ $place }が一時停止しています
watch-guest-paused-by = { $guest }{ $place }が一時停止したままです：{ $reason }
watch-guest-suspended = { $guest }{ $place }が休止状態です
watch-guest-suspended-by = { $guest }{ $place }が休止状態のままです：{ $reason }
watch-guest-gone = { $guest }{ $place }が見つかりません
watch-guest-gone-by = { $guest }{ $place }がなくなりました：{ $reason }
watch-guest-replaced = { $guest }{ $place }は別のゲストになりました
watch-guest-replaced-by = { $guest }{ $place }は別のゲストになりました：{ $reason }
watch-guest-flapping = { $guest }{ $place }が起動と停止を繰り返しています
watch-guest-unknown = { $guest }{ $place }の状態は不明です
watch-guest-recovered = { $guest }{ $place }が復旧しました
watch-guest-recovered-restarted = { $guest }{ $place }は再起動後、安定して稼働しています
watch-guest-recovered-replaced = { $guest }{ $place }：今後はこの番号の新しいゲストを監視します
watch-guest-recovered-flapping = { $guest }{ $place }が安定しました

## Headlines: a node, a cluster, a storage, a finding

watch-node-offline = ノード { $node } がオフラインです{ $guests ->
    [0] {""}
   *[other] （監視対象のゲスト { $guests } 台）
}
watch-node-offline-by = ノード { $node } がオフラインのままです{ $guests ->
    [0] {""}
   *[other] （監視対象のゲスト { $guests } 台）
}：{ $reason }
watch-node-silent = ノード { $node } から報告がありません。ゲストの状態を確認できません
watch-node-gone = ノード { $node } はクラスターから外れています
watch-node-restarted = ノード { $node } が予期せず再起動しました
watch-node-flapping = ノード { $node } の接続が不安定です
watch-node-recovered = ノード { $node } がオンラインに戻りました
watch-cluster-unreachable = { $cluster }：どのノードも応答しません
watch-cluster-refused = { $cluster } がトークンを拒否しています
watch-cluster-untrusted = { $cluster } の証明書またはホスト鍵を信頼できません
watch-cluster-failing = { $cluster } の応答がエラーか、遅すぎます
watch-cluster-no-quorum = { $cluster } がクォーラムを失いました
watch-cluster-out-of-sight = { $cluster } で監視対象のゲスト { $guests } 台が見えなくなりました
watch-cluster-flapping = { $cluster } の接続が不安定です
watch-cluster-recovered = { $cluster } が再び応答しています
watch-cluster-recovered-quorum = { $cluster } のクォーラムが回復しました
watch-cluster-recovered-sight = { $cluster } の監視対象のゲストがすべて再び見えるようになりました
watch-storage-unavailable = ストレージ { $storage } を利用できません
watch-storage-flapping = ストレージ { $storage } が不安定です
watch-storage-recovered = ストレージ { $storage } が再び利用できます
watch-finding-recovered = 解消：{ $title }
watch-other = { $thing }：{ $state }

## Headlines: why it is told again

watch-reminder = { $duration }継続中：{ $headline }
watch-escalated = 未対応：{ $headline }
watch-over-after = { $headline }（{ $duration }後）
watch-test = Lotse からのテスト：このチャンネルは正常に動作しています

## Reasons

watch-reason-lotse = { $user } が Lotse から操作（{ $task }）
watch-reason-task = { $user } による { $task }
watch-reason-removed = { $user } が削除
watch-reason-backup = { $user } によるバックアップ
watch-reason-migration = { $user } によるマイグレーション
watch-reason-ha = HA マネージャー（{ $task }）
watch-reason-node-reboot = ノードの停止または起動
watch-reason-rollback = { $user } によるロールバック
watch-reason-creation = { $user } による作成または復元

## Lines of the text

watch-line-reason = 理由：{ $reason }
watch-line-reason-running = { $began } から実行中
watch-line-reason-over = { $began } 〜 { $ended }
watch-line-since = { $at } から（{ $age }）
watch-line-over = 継続時間：{ $duration }（{ $from } 〜 { $to }）
watch-line-guests = 影響を受ける監視対象のゲスト（{ $count } 台）：{ $guests }
watch-line-guests-more = { $guests }、ほか { $more } 台
watch-line-acknowledged = { $person } が対応中（{ $at }）
watch-line-snoozed = { $person } が { $at } まで通知を停止
watch-line-alert = アラート { $alert } · { $severity } · 監視項目 { $entries }
watch-line-unwritten = Lotse の保管ファイルに今は書き込めません（ディスクの空きがない可能性があります）。そのため番号がまだなく、確認済みにできません。書き込めるようになり次第、もう一度通知します。

## What it means and what to do

watch-explain-ok = 異常はありません。
watch-explain-off-on-purpose = 誰か、または何かの処理が停止させ、停止を許す時間が過ぎました。起動するか、監視を解除してください。
watch-explain-off = 停止を説明するタスクがありません。内部からのシャットダウン、プロセスの異常終了、メモリ不足などが考えられます。ノードのジャーナルを確認してください。
watch-explain-off-unexplained = 前回の確認時点までのタスク一覧を読めなかったため、誰かが停止させたのかどうか分かりません。トークンには / に対する Sys.Audit が必要です。
watch-explain-restarted = 稼働時間が本来より短く、再起動させたタスクもありません。クラッシュして復帰したか、内部から再起動されました。
watch-explain-paused = CPU が止まっています。誰かが一時停止したか、ストレージの障害または容量不足です。再開するまで応答しません。
watch-explain-suspended = メモリの内容はディスクにあります。起動すると続きから再開します。
watch-explain-gone = クラスターのゲスト一覧はすべて取得できましたが、このゲストは含まれていません。
watch-explain-replaced = この番号は別のゲストのものになったため、監視項目は適用されません。新しいゲストについて確認するか、監視項目を削除してください。
watch-explain-node-offline = クラスターからノードが見えません。ゲストが動いているかどうかは不明です。別のノードで起動されるのは HA 管理下のゲストだけです。
watch-explain-node-silent = ノードはクラスターに参加していますが、状態デーモンから報告がありません。ゲストの状態は不明です。
watch-explain-node-gone = クラスターの一覧にこのノードがありません。
watch-explain-unreachable = クラスターのどのノードにも接続できないため、内部の状態を確認できません。ゲストは動いている可能性があります。
watch-explain-refused = トークンが誤っているか、期限切れか、無効です。修正されるまで、このクラスターの状態は確認できません。
watch-explain-untrusted = 接続先が信頼しているサーバーではありません。証明書を更新した場合は設定を直してください。そうでなければ、第三者が介在している恐れがあります。
watch-explain-failing = API は応答しますが、要求した内容が返りません。このクラスターの状態は確認できませんが、ゲストは動いている可能性があります。
watch-explain-no-quorum = 過半数の票がないため、クラスター内では起動も変更もできません。HA を使うノードは自ら再起動することがあります。
watch-explain-out-of-sight = クラスターは応答していますが、このトークンに見える一覧は完全ではなく、以前は見えていたゲストが含まれていません。動作しているかどうかは不明です。トークンにはそれらのゲストに対する VM.Audit が必要です。トークンの権限と、権限の元になっていたプールやパスを確認してください。ゲストが削除された場合や監視対象から外れた場合は、このアラートを確認済みにすると、以後は報告されません。
watch-explain-unavailable = ストレージは設定されていますが、現在利用できません。ディスクがそこにあるゲストは停止している可能性があります。
watch-explain-problem = 検出結果に問題があります。詳しくは `lotse problems` で確認できます。
watch-explain-flapping = 短時間に正常と異常を何度も繰り返しました。安定するまで、これ以上は通知しません。
watch-explain-unknown = 確認できなかったため、状態については何も言えません。

## Several at once

watch-summary = 通知 { $count } 件、{ $open ->
    [0] すべて復旧済み
   *[other] 未解決 { $open } 件
}
watch-summary-over = { $duration }後に復旧：{ $headline }
