duration-days = { $count }日
duration-hours = { $count }時間
duration-minutes = { $count }分
duration-seconds = { $count }秒
duration-days-ago = { $count }日
age-now = たった今
age-ago = { $length }前

count-guests = ゲスト{ $count }台
