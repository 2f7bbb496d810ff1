### デーモン: サービスマネージャーに表示される内容と、同じデータベースを使う二つ目のデーモン。

serve-status-serving = { $clusters } 個のクラスターを監視・提供中
serve-status-failed = 動作していない部分: { $parts }
serve-status-channels = 送信できないチャンネル: { $channels }
serve-status-refused = ディスク上の設定に誤りがあるため、以前の設定で動作しています: { $detail }
serve-status-restart = 再起動後に有効になる項目: { $sections }
serve-status-waiting = 別のデーモンがこのデータベースを使用中のため、終了を待っています
serve-status-ending = 終了処理中です。実行中のものは完了させるか、次回の起動に引き継ぎます
serve-twice = 別のデーモンがこのデータベースを使用しています
serve-twice-hint = 先にそれを終了するか（`systemctl stop lotse`）、`--no-wait` を外してください。外すと、終了を待って引き継ぎます
