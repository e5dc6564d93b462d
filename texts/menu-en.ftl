# The menu under the chat: short, official words, because others may see it.
menu-chat-bar = Menu
menu-tab-report = Report
menu-tab-follow = Follow up / Call
menu-report = Report
menu-location = Send location
menu-call-1300 = Call 1300 hotline
menu-call-191 = Call 191 police
menu-status = My report
menu-person = Talk to a person
menu-clear = Clear screen
menu-welfare = Rights and welfare
menu-welfare-call = Ask by telephone
menu-language-th = Thai
menu-language-en = English
