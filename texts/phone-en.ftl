# The page behind the link on an officer's card in LINE.

console-phone-title = Open the case on this phone
console-phone-lead = This link works once. This phone can then open the cases of your office for 12 hours.
console-phone-button = Open the case
console-phone-spent = This link was used already or has ended. Write “my duties” in LINE to get a new one.
