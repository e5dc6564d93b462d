# เมนูด้านล่างของแชท: คำสั้น เป็นทางการ เพราะคนอื่นอาจเห็น
menu-chat-bar = เมนู
menu-tab-report = แจ้งเหตุ
menu-tab-follow = ติดตาม / โทร
menu-report = แจ้งเหตุ
menu-location = ส่งตำแหน่ง
menu-call-1300 = โทร 1300
menu-call-191 = โทร 191
menu-status = ติดตามเรื่อง
menu-person = คุยกับเจ้าหน้าที่
menu-clear = ล้างหน้าจอ
menu-welfare = สิทธิและสวัสดิการ
menu-welfare-call = สอบถามทางโทรศัพท์
menu-language-th = ภาษาไทย
menu-language-en = English
