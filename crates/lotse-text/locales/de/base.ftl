duration-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
duration-hours = { $count } Std.
duration-minutes = { $count } Min.
duration-seconds = { $count } Sek.
duration-days-ago = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tagen
}
age-now = gerade eben
age-ago = vor { $length }

count-guests = { $count ->
    [one] { $count } Gast
   *[other] { $count } Gäste
}
