error-label = エラー:
error-hint = ヒント:
error-run = `{ $command }`
error-did-you-mean = { $meant } のことですか？
error-choices = 使えるのは { $values } です
error-see-help = `lotse { $command } --help` で使い方を確認できます
error-file = { $path }: { $reason }
error-cancelled = 中止しました

error-command-unknown = `{ $name }` というコマンドはありません
error-command-unknown-hint = `lotse --help` でコマンドの一覧を確認できます
error-argument-unknown = `{ $command }` に `{ $argument }` という引数はありません
error-argument-missing = `{ $command }` には `{ $argument }` が必要です
error-argument-missing-one = `{ $command }` には { $arguments } のいずれかが必要です
error-value = `{ $value }` は `{ $argument }` の値に使えません
error-name-guest = `{ $name }` はゲストの名前に使えません：英字 a–z、数字、`-`、ドット区切りのみ
error-name-snapshot = `{ $name }` はスナップショットの名前に使えません：先頭は英字、続けて英数字、`-`、`_`、合計 2〜40 文字
error-value-missing = `{ $argument }` には値が必要です

error-not-found = `{ $reference }` という名前のものはありません
error-no-guest = `{ $reference }` というゲストはありません
error-no-node = `{ $reference }` というノードはありません
error-no-storage = `{ $reference }` というストレージはありません
error-no-cluster = `{ $reference }` というクラスタはありません
error-no-task = `{ $reference }` というタスクはありません
error-no-snapshot = `{ $reference }` というスナップショットはありません
error-not-found-hidden = すべてを確認できたわけではないため、実際には存在する可能性があります:
error-ambiguous = `{ $reference }` に当てはまるものが複数あります
error-ambiguous-hint = 先頭に示した、クラスタ名付きの形で指定してください
error-unreachable = 何も読み取れませんでした
error-unreachable-hint = `lotse doctor` で接続、ログイン、権限を一つずつ確認できます

error-call-unreachable = { $endpoint } に接続できません: { $detail }
error-call-refused = { $endpoint } が { $user } のログインを拒否しました
error-call-refused-hint = ユーザー、パスワード、トークンを確認してください。`lotse doctor` で詳しく調べられます
error-call-totp = { $endpoint } が { $user } に二要素認証を求めています
error-call-totp-hint = API トークンを使ってください。トークンに二要素認証は不要で、`lotse init` は読み取り専用のトークンを作成します
error-call-permission = { $call }: { $message }
error-call-permission-hint = `{ $path }` に対する { $privileges } が必要です。`lotse doctor` が権限を付与するコマンドを表示します
error-call-failed = { $call }: { $message }
error-call-node-down = { $call }: ノード { $node } が応答しません
error-call-timed-out = { $endpoint } から { $seconds } 秒以内に応答がありませんでした
error-call-uncertain = { $call } は送信しましたが応答が失われました。実行された可能性があります
error-call-broken = { $endpoint } の応答が途中で切れました: { $detail }
error-call-not-proxmox = { $endpoint } では Proxmox VE を利用できません: { $detail }
error-call-not-proxmox-hint = Proxmox VE のノードですか？ このユーザーは `pvesh` を実行できますか？ `lotse doctor USER@HOST` で確認できます

error-tls-expected = 信頼済み: { $fingerprint }
error-tls-seen = 提示:     { $fingerprint }
error-tls-pin = { $endpoint } の証明書が信頼済みのものと異なります。何も送信していません
error-tls-pin-hint = ノードで `pvenode cert info` と比べてください。正しければ `lotse trust https://{ $endpoint }` で信頼できます。設定に `fingerprint` がある場合はそこを変更してください
error-tls-issuer = { $endpoint } の証明書は、ここで信頼されている発行者のものではありません。何も送信していません
error-tls-trust-hint = ノードで `pvenode cert info` と比べてください。その上で `ca` にクラスタの pve-root-ca.pem を設定するか、`lotse trust https://{ $endpoint }` でこの証明書を信頼してください
error-tls-name = { $endpoint } の証明書は `{ $name }` のものではありません。何も送信していません
error-tls-name-hint = `server-name` に証明書に含まれる名前を設定してください
error-tls-time = { $endpoint } の証明書は現在の時刻では有効ではありません。何も送信していません
error-tls-time-hint = 時計を確認してください。期限切れの証明書はノードの `pvecm updatecerts` で更新できます
error-tls-certificate = { $endpoint } の証明書は受け入れられません: { $detail }
error-tls-signature = { $endpoint } は提示した証明書の鍵を持っていません。何も送信していません

error-ssh-host = `{ $text }` は接続先のホストとして使えません
error-ssh-user = `{ $text }` は接続するユーザーとして使えません
error-ssh-port = `{ $text }` のポートが正しくありません
error-ssh-target-hint = `USER@HOST` または `USER@HOST:PORT` と書いてください
error-ssh-no-program = `{ $program }` がインストールされていません
error-ssh-no-program-hint = Lotse はこのマシンの OpenSSH クライアントを使います。インストールしてください（Debian: `apt install openssh-client`）
error-ssh-auth = { $destination } はどの鍵も受け付けませんでした
error-ssh-auth-hint = `ssh { $destination }` がパスワードなしで動く必要があります。`ssh-copy-id { $destination }` で鍵を登録し、`ssh-add` で鍵を使えるようにしてください
error-ssh-lost = { $destination } との接続が切れました
error-ssh-other = SSH に失敗しました: { $detail }
error-ssh-key-unknown = { $host } のホスト鍵は未知のものです。何も送信していません
error-ssh-key-unknown-hint = ホストで `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` と比べてください。その上で `lotse trust { $host }` で登録できます
error-ssh-key-changed = { $host } のホスト鍵が変わりました！ 何も送信していません
error-ssh-key-changed-hint = ホストを再インストールしましたか？ コンソールで鍵を比べ、正しい場合に限り `lotse trust { $host }` で置き換えてください

error-config-wrong = { $path } に { $count } 件の問題があります
error-config-writable = { $path } は他のユーザーが書き込めます（モード { $mode }）
error-config-owner = { $path } は別のユーザー（{ $owner }）のものです
error-secret-readable = { $path } のシークレットは他のユーザーが読めます（モード { $mode }）
error-secret-env = 環境変数 `{ $name }` が設定されていません
error-secret-credential = クレデンシャル `{ $name }` がありません。`LoadCredential=` を持つ systemd ユニットとして動いていません
error-secret-command = `{ $program }` はシークレットを出力しませんでした: { $status }
error-secret-empty = { $place } のシークレットが空です

usage-unknown-argument = `{ $argument }` という引数はありません
usage-value-missing = `{ $argument }` には値が必要です
usage-too-many = `{ $argument }` の値が多すぎます
usage-conflict = `{ $argument }` と `{ $other }` は同時に使えません
usage-missing = 足りません: { $argument }
usage-missing-command = 何をするかを指定してください
usage-utf8 = 引数が正しい UTF-8 ではありません
usage-help = `lotse --help` で使い方を確認できます
usage-duration-hint = `20s`、`500ms`、`2m` のような長さで、0 より大きく 1 時間以内にしてください

error-incomplete = 回答の一部が欠けています：{ $count } 件を確認できませんでした
error-call-no-sudo = { $endpoint } の `sudo` はこのユーザーに `pvesh` の実行を許可していません: { $detail }
error-call-no-sudo-hint = `lotse doctor USER@HOST --sudo` で sudoers の行を確認できます
