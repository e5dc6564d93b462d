# การอยู่ประจำ การพัก และการส่งต่อเรื่องก่อนออก: ไม่มีเรื่องใดค้างอยู่กับคนที่ไม่อยู่
console-roll-title = ผู้อยู่ประจำ 1300
console-roll-present = ประจำ
console-roll-resting = พัก { $n }
console-roll-nobody = ไม่มีผู้ประจำ
console-roll-nobody-more = ขณะนี้ไม่มีผู้ประจำ 1300 เรื่องใหม่จะแจ้งหัวหน้าเวรทันที
console-roll-here = อยู่ประจำ
console-roll-until = พักถึง { $time } น.

console-rest = พัก
console-rest-lead = ระหว่างพัก ท่านไม่นับว่าอยู่ประจำ
console-rest-minutes = { $n } นาที
console-resting = ท่านพักอยู่ถึง
console-resting-more = น. ระหว่างนี้ไม่นับว่าอยู่ประจำ
console-resting-over = ครบเวลาพักแล้ว ระบบนับว่าท่านอยู่ประจำอีกครั้ง
console-rest-back = กลับมาแล้ว

console-leave-title-out = ส่งต่อเรื่องก่อนออกจากระบบ
console-leave-title-rest = ส่งต่อเรื่องก่อนพัก
console-leave-lead = ท่านยังดูแลการสนทนา { $n } เรื่อง เลือกผู้รับช่วง หรือคืนเข้าคิวให้ผู้อื่นรับ
console-leave-nothing = ท่านไม่มีเรื่องค้างอยู่
console-leave-nobody = ไม่มีเพื่อนร่วมงานอยู่ประจำ เรื่องของท่านจะกลับเข้าคิว และเรื่องใหม่จะแจ้งหัวหน้าเวรทันที
console-leave-again = บางเรื่องยังส่งต่อไม่สำเร็จ โปรดลองอีกครั้ง หรือคืนทั้งหมดเข้าคิว
console-leave-heard = ผู้แจ้งเขียนล่าสุด { $ago }ที่แล้ว
console-leave-opened = เปิดเรื่องไว้ { $ago }แล้ว
console-leave-unread = ยังไม่ได้อ่าน { $n }
console-leave-to = ให้ใครดูแลต่อ
console-leave-note = บันทึกถึงผู้รับช่วง
console-leave-note-hint = เช่น รอฟังผลจากพื้นที่ โทรกลับหลัง 20.00 น.
console-leave-queue-out = คืนทั้งหมดเข้าคิวแล้วออก
console-leave-queue-rest = คืนทั้งหมดเข้าคิวแล้วพัก
console-leave-chosen-out = ส่งต่อตามนี้แล้วออก
console-leave-chosen-rest = ส่งต่อตามนี้แล้วพัก
console-leave-now-out = ออกจากระบบ
console-leave-now-rest = เริ่มพัก
console-leave-stay = อยู่ต่อ

console-colleagues-here = อยู่ประจำ
console-colleagues-away = พักหรือไม่อยู่ เรื่องจะกลับเข้าคิวเอง

console-passed-you = { $by } ส่งต่อให้ท่าน
console-passed-other = { $by } ส่งต่อให้ { $to }
console-passed-queue = { $by } คืนเข้าคิว
