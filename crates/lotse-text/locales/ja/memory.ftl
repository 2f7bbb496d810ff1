# 以前の記録。

list-cached = 記録からの表示です。今回は問い合わせておらず、数値は記録されません。
argument-cached = 問い合わせずに、以前確認した内容を表示
error-nothing-kept = これらのクラスターの記録がありません
error-nothing-kept-hint = `lotse list` で問い合わせると、内容が記録されます
error-remembered-hint = `lotse list --cached` で、以前確認したゲストを表示できます
