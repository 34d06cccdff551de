"""Simplified characters for the traditional ones that a reader takes them for.

The recognition model knows both scripts and now and then writes the other (measured: 民族漢 for 民族汉). Cards of the
mainland print simplified characters alone (General Standard Chinese Characters, 2013), so there a traditional form can
only be such a mistake. Characters that are also simplified ones with a meaning of their own are not among these.
"""

from __future__ import annotations

from typing import Final

_PAIRS: Final = (
    "漢汉東东鄉乡納纳維维爾尔滿满達达齊齐傑杰壯壮羅罗裏里錫锡溫温倫伦獨独龍龙門门諾诺陳陈劉刘張张楊杨趙赵黃黄吳吴孫孙馬马鄭郑許许馮冯鄧邓葉叶蘇苏盧卢蔣蒋賈贾閻阎譚谭韋韦陸陆鍾钟莊庄顧顾賴赖龔龚錢钱湯汤嚴严賀贺萬万喬乔紀纪"
    "遲迟歐欧陽阳聶聂關关畢毕連连魯鲁項项閔闵駱骆饒饶儲储蕭萧鄒邹勞劳岡冈嶽岳費费鄺邝蘭兰鳳凤華华國国偉伟麗丽軍军濤涛鵬鹏輝辉紅红艷艳蓮莲榮荣貴贵亞亚雲云詩诗賢贤愛爱慶庆義义貞贞學学禮礼銀银鈞钧銘铭鋒锋錦锦鐵铁鋼钢鎮镇鎖锁"
    "鏡镜鑾銮瑋玮瓊琼瑩莹璣玑環环瑤瑶穎颖綺绮綠绿純纯緒绪緯纬編编繼继續续纖纤緣缘練练絲丝結结給给統统經经綱纲網网嬌娇媽妈婭娅嫻娴嬋婵寧宁寶宝實实審审寫写對对導导將将專专尋寻層层屬属嶺岭島岛峽峡巖岩幣币帶带師师廣广庫库廳厅"
    "廟庙廠厂應应開开強强彈弹彌弥徑径從从復复憲宪懷怀戀恋戰战戲戏戶户擁拥擇择據据擴扩擺摆攝摄敵敌數数斷断時时晉晋曉晓曄晔曆历會会朧胧條条棟栋楓枫楨桢業业極极樂乐樓楼標标樞枢樹树橋桥機机檢检權权歡欢歲岁歷历歸归殘残氣气決决"
    "沖冲沒没況况涇泾淺浅淵渊渾浑湧涌溝沟滄沧滬沪漁渔潔洁潛潜潤润澤泽濟济瀋沈瀾澜灣湾災灾為为煉炼煙烟煥焕熱热燈灯燒烧營营爐炉爭争牆墙狀状獎奖獲获現现畫画異异當当療疗發发盜盗盡尽監监盤盘眾众睜睁矯矫碼码礦矿祿禄禎祯種种稱称"
    "穀谷積积穩稳窮穷競竞筆笔節节築筑範范籃篮糧粮級级紋纹紡纺細细紳绅終终組组絡络絹绢綢绸緊紧線线縣县縱纵總总績绩織织罰罚罷罢聖圣聞闻聯联聰聪聲声職职聽听肅肃脈脉腦脑腳脚臨临興兴舉举舊旧艙舱藝艺蔭荫蔥葱薩萨藍蓝藥药蘆芦處处"
    "號号蟲虫術术衛卫裝装補补複复襲袭見见規规視视親亲覺觉覽览觀观觸触計计訂订記记訓训訊讯設设訪访証证評评詞词詢询試试話话該该詳详誌志認认語语誠诚說说誰谁課课調调談谈請请論论諧谐謀谋謙谦講讲謝谢識识證证譯译議议護护讀读變变"
    "讓让豐丰財财貝贝貢贡貨货責责貫贯貿贸賓宾資资賜赐質质購购贈赠贊赞車车軌轨軒轩軟软軸轴較较載载輔辅輕轻輛辆輪轮輯辑輸输轄辖轉转辦办農农逕径這这進进運运過过遊游違违遙遥遜逊遞递遠远適适選选遷迁還还邊边郵邮鄰邻醫医釋释針针"
    "釣钓鈴铃鉛铅銅铜銳锐錄录錯错鍋锅鍵键鐘钟長长閃闪閉闭間间閣阁閱阅闊阔陣阵陰阴隊队階阶際际隨随險险隱隐雙双雜杂離离難难電电靈灵靜静韓韩響响頁页頂顶順顺預预頌颂領领頭头頻频題题額额顏颜願愿類类風风飛飞飯饭飲饮館馆駐驻駕驾"
    "駿骏騰腾驅驱驗验驚惊體体髮发魚鱼鮮鲜鯨鲸鳥鸟鳴鸣鴻鸿鵑鹃鶴鹤鷹鹰麥麦黨党點点齡龄龜龟別别單单嗎吗嘆叹噸吨園园圍围圖图團团場场塊块塵尘墊垫壇坛壘垒壓压壽寿夢梦夾夹奪夺奮奋婦妇孿孪宮宫個个們们倉仓側侧偵侦備备傳传債债傷伤"
    "傾倾僅仅價价億亿優优兒儿兩两冊册凍冻凱凯劃划則则剛刚創创劇剧劍剑務务動动勝胜勢势勵励勳勋區区協协參参呂吕員员問问啟启喚唤喪丧嚮向鑒鉴萊莱蔔卜產产畝亩疇畴簽签籤签関关"
)
_SIMPLE: Final = str.maketrans(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))


def simplified(text: str) -> str:
    """The text with the traditional characters of the table written in their simplified forms."""
    return text.translate(_SIMPLE)
