"""A customer who cannot see the screen: everything is done by the keypad's keys, and by what is read aloud."""

from __future__ import annotations

from kiosk.demo.walks.steps import Expect, Hear, Hold, Key, Lay, Stand, Walk

WALKS: tuple[Walk, ...] = (
    Walk(
        "without-the-screen",
        "A customer who cannot see the screen checks in by keypad and by ear, from the welcome to the number.",
        "checked-in",
        (
            Expect("Attract"),
            Hear("欢迎光临", "Welcome to"),
            Key("again"),
            Hear("重听键", "The repeat key"),
            Key("confirm"),
            Hear("请选择一项", "Choose one"),
            Key("next", until=Hear("预约签到", "Check in for an appointment")),
            Key("confirm"),
            Hear("扫码器在屏幕下方", "The reader is on the shelf"),
            Hold("valid"),
            Hear("证件读取区", "flat surface below the screen"),
            Hold(None),
            Lay("chinese-id"),
            Hear("翻面", "turn the card over"),
            Lay("chinese-id", "back"),
            Hear("将您的面容与证件照片比对", "compare your face"),
            Lay(None),
            Key("next", until=Hear("同意", "I agree")),
            Key("confirm"),
            Hear("摄像头在屏幕上方", "The camera is above the screen"),
            Stand("holder"),
            Hear("重要提示", "Important warning"),
            Stand(None),
            Key("next", until=Hear("继续办理", "want to go on")),
            Key("confirm"),
            Hear("您的号码是", "Your number is"),
            Key("confirm"),
            Hear("到很满意", "to Very satisfied"),
            Key("next", until=Hear("跳过", "Skip")),
            Key("confirm"),
            Expect("Farewell"),
        ),
        settings={"devices": {"voice": "silent_voice", "printer": "simulated"}, "speech": {"always": True}},
    ),
)
