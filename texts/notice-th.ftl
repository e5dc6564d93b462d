# What goes out by e-mail, SMS and webhooks, and the page behind its link. Never a word of the reporter.

notice-second_path = เรื่อง { $number } ยังไม่มีผู้รับ
notice-undelivered = เรื่อง { $number }: ส่งทาง LINE ไม่ถึง จึงแจ้งทางนี้
notice-supervisor = เรื่อง { $number }: ยังไม่มีเจ้าหน้าที่ในพื้นที่รับ
notice-conversation = เรื่อง { $number }: ผู้แจ้งรอคำตอบอยู่
notice-unstaffed = เรื่อง { $number }: ขณะนี้ไม่มีเจ้าหน้าที่ 1300 อยู่หน้าจอ
notice-test = ทดสอบการแจ้งเตือน ไม่ใช่เหตุจริง
notice-red = ปลายทางของ { $note } ไม่ตอบการทดสอบแจ้งเตือน
notice-bound = มีผู้ผูกบัญชี LINE กับหน่วยงาน { $note } เพิ่ม
notice-quota = ใช้โควตาข้อความ LINE ไปแล้วร้อยละ { $note }
notice-auditor = ผู้ตรวจระบบพบสิ่งที่ต้องดู: { $note }
notice-acknowledge = แตะลิงก์แล้วกดปุ่มเพื่อยืนยันว่ารับทราบ
ack-title = ยืนยันการรับทราบ
ack-ask = เรื่อง { $number } ส่งถึง { $name } กดปุ่มนี้เมื่อมีคนรับดูแลแล้ว ระบบจะหยุดแจ้งเตือนคนอื่น
ack-ask-supervisor = เรื่อง { $number } ส่งถึง { $name } กดปุ่มนี้เมื่อรับทราบแล้ว การตามหน่วยงานในพื้นที่จะดำเนินต่อไป
ack-button = รับทราบ
ack-done = รับทราบแล้ว ขอบคุณค่ะ
ack-bad = ลิงก์นี้ใช้ไม่ได้หรือหมดอายุแล้ว
