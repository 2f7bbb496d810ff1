### 何も指示していない言葉への返事。

refused-negated = 何も行いません。否定または取り消しの言葉として受け取りました。
refused-later = 何も行いません。変更の予約はできません。その時になったらもう一度言ってください。
refused-conditional = 何も行いません。条件付きの変更はできません。その状況になったらもう一度言ってください。
refused-several = 何も行いません。変更にはゲスト名か、`tag:web`、`pool:prod`、`node:pve1` のような選択が必要です。
refused-several-hint = `{ $command }` で今どのゲストが該当するか表示できます
refused-several-hint-plain = `list` でゲストを表示できます
refused-alternative = 何も行いません。どちらにするのかが決まっていません。
refused-advice = 判断はお任せします。`info NAME` でゲストの状態を確認できます。変更は実行前に必ず計画を表示します。
refused-no-target = { $what }: どのゲストですか。その名前のゲストは見つかりません。
refused-no-target-hint = もしかして { $commands }
refused-pronoun = { $what }: 変更にはゲスト名が必要です。直前の話題は { $guest } でした。
refused-pronoun-hint = `{ $phrase }` と言ってください
refused-again-hint = ゲスト名と、今何をするかを言ってください
small-talk-greeting = こんにちは。知りたいことを聞いてください。`help` で質問できることを表示します。
small-talk-thanks = どういたしまして。
small-talk-answer = 今ここで返事を待っているものはありません。待機中の変更は `pending` で表示できます。
chat-which-name = { $what }: 名前は何にしますか。
chat-which-name-hint = 例: { $example }
