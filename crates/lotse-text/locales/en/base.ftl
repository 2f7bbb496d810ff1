### Words of measure and counting that every area uses.

duration-days = { $count }d
duration-hours = { $count }h
duration-minutes = { $count }m
duration-seconds = { $count }s
duration-days-ago = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
age-now = just now
age-ago = { $length } ago

count-guests = { $count ->
    [one] { $count } guest
   *[other] { $count } guests
}
