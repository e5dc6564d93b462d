# The page behind the link on an officer's card in LINE.

console-phone-title = เปิดเรื่องบนโทรศัพท์เครื่องนี้
console-phone-lead = ลิงก์นี้ใช้ได้ครั้งเดียว โทรศัพท์เครื่องนี้จะเปิดเรื่องของหน่วยงานคุณได้ 12 ชั่วโมง
console-phone-button = เปิดเรื่อง
console-phone-spent = ลิงก์นี้ใช้ไปแล้วหรือหมดอายุ กรุณาพิมพ์ “งานของฉัน” ใน LINE เพื่อขอลิงก์ใหม่
