### アクセス：許可されていない操作と、必要なルール

access-denied = `{ $command }` を実行する権限がありません
access-denied-scope = { $scope } に対して `{ $command }` を実行する権限がありません
access-denied-ceiling = ここからは `{ $command }` を実行できません（必要: `{ $needs }`、ここでの上限: `{ $ceiling }`）
access-denied-rule = 設定に次のルールが必要です：{ $rule }
access-denied-elsewhere = 端末、または `{ $needs }` が許可されている場所で実行してください

column-may = 権限
column-scope = 対象
whoami-ceiling = ここでの上限：{ $ceiling }
whoami-commands = 実行できるコマンド：{ $commands }

command-guest-confirm = 番号指定のルールと別名を、その番号の現在のゲストに適用

guest-confirm-done = { $reference } を指定したルールと別名は、今後 { $name } に適用されます
guest-confirm-same = { $reference } を指定したルールと別名は、これまでどおり { $name } に適用されます
guest-confirm-identity = 識別情報
audit-confirmed = 番号指定のルールをこのゲストに適用

error-alias-dangles = { $alias } は番号 { $reference } の別名ですが、そのゲストはなくなったか、別のゲストがその番号を使っています
error-alias-dangles-hint = `lotse guest-confirm { $reference }` で、現在その番号を持つゲストを指すものとして確認できます
