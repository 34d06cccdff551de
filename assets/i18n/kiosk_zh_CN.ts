<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Attract</name>
    <message>
        <source>Welcome</source>
        <translation>欢迎光临</translation>
    </message>
    <message>
        <source>Do you have an appointment? Hold up your code, or touch Start.</source>
        <translation>您有预约吗？请出示预约二维码，或轻触“开始”。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
</context>
<context>
    <name>CameraStage</name>
    <message>
        <source>Live picture of the camera</source>
        <translation>摄像头实时画面</translation>
    </message>
</context>
<context>
    <name>CheckInRefused</name>
    <message>
        <source>You are already checked in</source>
        <translation>您已签到</translation>
    </message>
    <message>
        <source>If you have your number, please have a seat. If not, our staff will help you.</source>
        <translation>如果您已取号，请就座等候；如未取号，工作人员会协助您。</translation>
    </message>
    <message>
        <source>This appointment was cancelled</source>
        <translation>该预约已取消</translation>
    </message>
    <message>
        <source>If you did not cancel it, please speak to our staff. They can make a new one.</source>
        <translation>如非您本人取消，请联系工作人员，可为您重新预约。</translation>
    </message>
    <message>
        <source>We could not find this appointment</source>
        <translation>未找到该预约</translation>
    </message>
    <message>
        <source>Our staff will look for it together with you.</source>
        <translation>工作人员会与您一起查找。</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
</context>
<context>
    <name>CheckingCode</name>
    <message>
        <source>Checking your code</source>
        <translation>正在核验您的预约码</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候片刻。</translation>
    </message>
</context>
<context>
    <name>CheckingIn</name>
    <message>
        <source>Checking you in</source>
        <translation>正在为您签到</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候片刻。</translation>
    </message>
</context>
<context>
    <name>ChoiceList</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>From the beginning</source>
        <translation>回到开头</translation>
    </message>
</context>
<context>
    <name>CodeRefused</name>
    <message>
        <source>This is not an appointment code</source>
        <translation>这不是预约二维码</translation>
    </message>
    <message>
        <source>Please open your appointment in the bank&apos;s app or message, and hold up the code shown there.</source>
        <translation>请在本行手机应用或短信中打开您的预约，并出示其中的二维码。</translation>
    </message>
    <message>
        <source>There is more than one code</source>
        <translation>识别到多个二维码</translation>
    </message>
    <message>
        <source>Please hold up only the code of your appointment.</source>
        <translation>请只出示您的预约二维码。</translation>
    </message>
    <message>
        <source>We cannot check this code here</source>
        <translation>本机无法核验该预约码</translation>
    </message>
    <message>
        <source>Our staff can find your appointment for you.</source>
        <translation>我们的工作人员可以为您查找预约。</translation>
    </message>
    <message>
        <source>This code could not be verified</source>
        <translation>该预约码未通过验证</translation>
    </message>
    <message>
        <source>To protect you, it was not accepted.</source>
        <translation>为保障您的权益，本机未予受理。</translation>
    </message>
    <message>
        <source>Please open the code again in the bank&apos;s own app, or ask our staff.</source>
        <translation>请在本行官方应用中重新打开预约码，或咨询我们的工作人员。</translation>
    </message>
    <message>
        <source>Your appointment is at another branch</source>
        <translation>您的预约在其他网点</translation>
    </message>
    <message>
        <source>It was made for: %1</source>
        <translation>预约网点：%1</translation>
    </message>
    <message>
        <source>Our staff can tell you how to get there, or make a new appointment here.</source>
        <translation>我们的工作人员可以为您指路，或在本网点重新预约。</translation>
    </message>
    <message>
        <source>You are early</source>
        <translation>您来早了</translation>
    </message>
    <message>
        <source>You can check in from %1.</source>
        <translation>您可于%1起签到。</translation>
    </message>
    <message>
        <source>Please have a seat, and hold up your code again then.</source>
        <translation>请您先就座休息，届时再次出示预约码即可。</translation>
    </message>
    <message>
        <source>The time to check in has passed</source>
        <translation>签到时间已过</translation>
    </message>
    <message>
        <source>Check-in was open until %1.</source>
        <translation>签到截止时间为%1。</translation>
    </message>
    <message>
        <source>Our staff will gladly see what is possible today.</source>
        <translation>我们的工作人员会为您查看今天能否办理。</translation>
    </message>
    <message>
        <source>This code has already been used</source>
        <translation>该预约码已使用</translation>
    </message>
    <message>
        <source>If you have your number, please have a seat. If not, our staff will help you.</source>
        <translation>如果您已取号，请就座等候；如未取号，工作人员会协助您。</translation>
    </message>
    <message>
        <source>This appointment was cancelled</source>
        <translation>该预约已取消</translation>
    </message>
    <message>
        <source>If you did not cancel it, please speak to our staff. They can make a new one.</source>
        <translation>如非您本人取消，请联系工作人员，可为您重新预约。</translation>
    </message>
    <message>
        <source>We cannot check your code just now</source>
        <translation>暂时无法核验您的预约码</translation>
    </message>
    <message>
        <source>This kiosk is not sure of the time. Our staff will check you in.</source>
        <translation>本机暂时无法确认时间，工作人员会为您签到。</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
    <message>
        <source>Hold up a code again</source>
        <translation>重新出示预约码</translation>
    </message>
</context>
<context>
    <name>ComparingHolder</name>
    <message>
        <source>Your card was read</source>
        <translation>已读取您的证件</translation>
    </message>
    <message>
        <source>We are comparing it with the appointment. You can take your card back.</source>
        <translation>正在与预约信息核对，您可以取回证件了。</translation>
    </message>
</context>
<context>
    <name>DeviceTrouble</name>
    <message>
        <source>One moment, please</source>
        <translation>请您稍候</translation>
    </message>
    <message>
        <source>A part of this kiosk has to start again. Your visit goes on as soon as it is ready.</source>
        <translation>本机的一个部件正在重新启动，就绪后将继续为您办理。</translation>
    </message>
    <message>
        <source>You can wait here, or call our staff.</source>
        <translation>您可以在此等候，也可以点按“人工协助”。</translation>
    </message>
</context>
<context>
    <name>DocumentRefused</name>
    <message>
        <source>This ID card has expired</source>
        <translation>该证件已过有效期</translation>
    </message>
    <message>
        <source>Please use a valid one, or ask our staff what is possible today.</source>
        <translation>请使用有效证件，或咨询工作人员今天能否办理。</translation>
    </message>
    <message>
        <source>This ID card does not match the appointment</source>
        <translation>该证件与预约信息不一致</translation>
    </message>
    <message>
        <source>Please use the card of the person who made the appointment, or ask our staff.</source>
        <translation>请使用预约人本人的证件，或咨询工作人员。</translation>
    </message>
    <message>
        <source>This ID card could not be checked</source>
        <translation>未能核验该证件</translation>
    </message>
    <message>
        <source>Please try once more. If it does not work, our staff will check the card.</source>
        <translation>请再试一次；如仍不成功，工作人员会为您核验证件。</translation>
    </message>
    <message>
        <source>The photo on the card could not be found</source>
        <translation>未能找到证件上的照片</translation>
    </message>
    <message>
        <source>Please lay the card flat with the photo side up, or ask our staff.</source>
        <translation>请将证件有照片的一面朝上平放，或咨询工作人员。</translation>
    </message>
    <message>
        <source>This document cannot be used here</source>
        <translation>此证件不能在这里使用</translation>
    </message>
    <message>
        <source>Please use your ID card or passport, or ask our staff.</source>
        <translation>请使用身份证或护照，也可以请工作人员协助。</translation>
    </message>
    <message>
        <source>The chip in this document could not be read</source>
        <translation>无法读取证件中的芯片</translation>
    </message>
    <message>
        <source>Please try once more and leave it on the reader, or ask our staff to help you.</source>
        <translation>请再试一次并把证件留在读卡器上，或请工作人员帮助您。</translation>
    </message>
    <message>
        <source>This document could not be confirmed</source>
        <translation>无法确认此证件</translation>
    </message>
    <message>
        <source>Our staff will check it with you in a moment.</source>
        <translation>工作人员很快可以为您人工核验。</translation>
    </message>
    <message>
        <source>This ID card could not be read</source>
        <translation>未能读取该证件</translation>
    </message>
    <message>
        <source>Please try once more, or ask our staff to help you.</source>
        <translation>请再试一次，或请工作人员协助您。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
</context>
<context>
    <name>FaceConsent</name>
    <message>
        <source>May we compare your face with the photo on your card?</source>
        <translation>可以将您的面部与证件照片进行比对吗？</translation>
    </message>
    <message>
        <source>This makes sure that nobody else uses your appointment.</source>
        <translation>这是为了确认没有他人冒用您的预约。</translation>
    </message>
    <message>
        <source>You will be asked to move your head or eyes, and the screen changes its colour a few times.</source>
        <translation>我们会请您转头或眨眼，屏幕颜色会变化几次。</translation>
    </message>
    <message>
        <source>It is done in this kiosk only: no picture is kept or sent.</source>
        <translation>比对仅在本机内进行，不会保存或发送任何图像。</translation>
    </message>
    <message>
        <source>If you prefer, our staff will check your card instead.</source>
        <translation>您也可以选择由工作人员人工核验证件。</translation>
    </message>
    <message>
        <source>I agree</source>
        <translation>我同意</translation>
    </message>
    <message>
        <source>Ask staff instead</source>
        <translation>改由工作人员核验</translation>
    </message>
</context>
<context>
    <name>FaceRefused</name>
    <message>
        <source>Our staff will check it with you in a moment.</source>
        <translation>工作人员很快可以为您人工核验。</translation>
    </message>
    <message>
        <source>The comparison did not work</source>
        <translation>比对未能完成</translation>
    </message>
    <message>
        <source>That is our fault, not yours.</source>
        <translation>这是本机的问题，与您无关，敬请谅解。</translation>
    </message>
    <message>
        <source>We did not see what we asked you to do</source>
        <translation>没有看到您完成动作</translation>
    </message>
    <message>
        <source>That can happen: the camera needs to see each movement clearly and in time.</source>
        <translation>这很常见：摄像头需要在规定时间内看清每个动作。</translation>
    </message>
    <message>
        <source>The camera could not see you well enough</source>
        <translation>摄像头未能看清您的面部</translation>
    </message>
    <message>
        <source>Glasses, a mask, a hat or the light can be the reason.</source>
        <translation>可能是眼镜、口罩、帽子或光线的原因。</translation>
    </message>
    <message>
        <source>We could not confirm that it is you</source>
        <translation>暂时未能确认是您本人</translation>
    </message>
    <message>
        <source>This happens: photos grow old, and glasses or the light can be the reason.</source>
        <translation>这种情况时有发生：照片年代较久、佩戴眼镜或光线都可能影响比对。</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
</context>
<context>
    <name>Farewell</name>
    <message>
        <source>Thank you for your visit</source>
        <translation>感谢您的光临</translation>
    </message>
    <message>
        <source>Your card details and pictures are not kept here. Please take your card and your phone with you.</source>
        <translation>本机不会保存您的证件信息和影像。请带好您的证件和手机。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>FraudWarning</name>
    <message>
        <source>Bank hotline: %1
Police: %2</source>
        <translation>本行客服：%1
报警及反诈：%2</translation>
    </message>
    <message>
        <source>Police: %1</source>
        <translation>报警及反诈：%1</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
    <message>
        <source>I have read this and want to go on</source>
        <translation>我已阅读，继续办理</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
</context>
<context>
    <name>IdleWarning</name>
    <message>
        <source>Are you still there?</source>
        <translation>您还在吗？</translation>
    </message>
    <message>
        <source>If you do not answer, this visit ends and everything about you is removed from the screen.</source>
        <translation>如果您没有回应，本次办理将结束，屏幕上的个人信息会全部清除。</translation>
    </message>
    <message>
        <source>Seconds left: %1</source>
        <translation>剩余 %1 秒</translation>
    </message>
    <message>
        <source>I am still here</source>
        <translation>我还在</translation>
    </message>
</context>
<context>
    <name>Keyboard</name>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Hyphen</source>
        <translation>连字符</translation>
    </message>
    <message>
        <source>Slash</source>
        <translation>斜杠</translation>
    </message>
    <message>
        <source>Colon</source>
        <translation>冒号</translation>
    </message>
    <message>
        <source>Semicolon</source>
        <translation>分号</translation>
    </message>
    <message>
        <source>Opening bracket</source>
        <translation>左括号</translation>
    </message>
    <message>
        <source>Closing bracket</source>
        <translation>右括号</translation>
    </message>
    <message>
        <source>Yuan</source>
        <translation>元</translation>
    </message>
    <message>
        <source>Pound</source>
        <translation>英镑</translation>
    </message>
    <message>
        <source>Dollar</source>
        <translation>美元</translation>
    </message>
    <message>
        <source>Euro</source>
        <translation>欧元</translation>
    </message>
    <message>
        <source>At sign</source>
        <translation>艾特符号</translation>
    </message>
    <message>
        <source>Quotation mark</source>
        <translation>引号</translation>
    </message>
    <message>
        <source>Opening quotation mark</source>
        <translation>左引号</translation>
    </message>
    <message>
        <source>Closing quotation mark</source>
        <translation>右引号</translation>
    </message>
    <message>
        <source>Full stop</source>
        <translation>句号</translation>
    </message>
    <message>
        <source>Comma</source>
        <translation>逗号</translation>
    </message>
    <message>
        <source>Enumeration comma</source>
        <translation>顿号</translation>
    </message>
    <message>
        <source>Question mark</source>
        <translation>问号</translation>
    </message>
    <message>
        <source>Exclamation mark</source>
        <translation>感叹号</translation>
    </message>
    <message>
        <source>Apostrophe</source>
        <translation>撇号</translation>
    </message>
    <message>
        <source>Per cent</source>
        <translation>百分号</translation>
    </message>
    <message>
        <source>Plus</source>
        <translation>加号</translation>
    </message>
    <message>
        <source>More characters</source>
        <translation>更多候选字</translation>
    </message>
    <message>
        <source>Capital letters on</source>
        <translation>大写已锁定</translation>
    </message>
    <message>
        <source>Capital letter</source>
        <translation>大写</translation>
    </message>
    <message>
        <source>Divide syllables</source>
        <translation>分隔音节</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>字母</translation>
    </message>
    <message>
        <source>Digits and signs</source>
        <translation>数字和符号</translation>
    </message>
    <message>
        <source>Type English</source>
        <translation>输入英文</translation>
    </message>
    <message>
        <source>Type Chinese</source>
        <translation>输入中文</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>LookAtCamera</name>
    <message>
        <source>Please keep looking at the camera</source>
        <translation>请继续看着摄像头</translation>
    </message>
    <message>
        <source>The screen changes its colour.</source>
        <translation>屏幕颜色正在变化。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>If you cannot do this, call our staff.</source>
        <translation>如不方便，请点按“人工协助”。</translation>
    </message>
    <message>
        <source>Please turn your head to the left</source>
        <translation>请向左转头</translation>
    </message>
    <message>
        <source>Please turn your head to the right</source>
        <translation>请向右转头</translation>
    </message>
    <message>
        <source>Please open your mouth</source>
        <translation>请张开嘴</translation>
    </message>
    <message>
        <source>Please close your eyes and open them</source>
        <translation>请闭眼再睁开</translation>
    </message>
    <message>
        <source>Please look at the camera</source>
        <translation>请看摄像头</translation>
    </message>
    <message>
        <source>Please stand in front of the camera</source>
        <translation>请站到摄像头前</translation>
    </message>
    <message>
        <source>Only one person, please</source>
        <translation>画面中请只留您一人</translation>
    </message>
    <message>
        <source>Please come a little closer</source>
        <translation>请靠近一点</translation>
    </message>
    <message>
        <source>Please step back a little</source>
        <translation>请稍微后退一点</translation>
    </message>
    <message>
        <source>Please face the camera</source>
        <translation>请正对摄像头</translation>
    </message>
    <message>
        <source>Please hold still</source>
        <translation>请保持不动</translation>
    </message>
    <message>
        <source>Please turn towards the light</source>
        <translation>请面向光亮处</translation>
    </message>
    <message>
        <source>Please open your eyes</source>
        <translation>请睁开眼睛</translation>
    </message>
    <message>
        <source>Please show your whole face</source>
        <translation>请露出整个面部</translation>
    </message>
    <message>
        <source>The picture is compared in this kiosk and not kept.</source>
        <translation>图像仅在本机比对，不会保存。</translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <source>Check in for an appointment</source>
        <translation>预约签到</translation>
    </message>
    <message>
        <source>Is there anything else we can do?</source>
        <translation>还需要办理其他业务吗？</translation>
    </message>
    <message>
        <source>What can we do for you?</source>
        <translation>请问您要办理什么？</translation>
    </message>
    <message>
        <source>Or hold up the code of your appointment.</source>
        <translation>您也可以直接出示预约二维码。</translation>
    </message>
    <message>
        <source>No, that is all</source>
        <translation>没有了，结束办理</translation>
    </message>
</context>
<context>
    <name>NotServed</name>
    <message>
        <source>The bank cannot be reached just now</source>
        <translation>暂时无法连接银行</translation>
    </message>
    <message>
        <source>Nothing was changed. You can try again in a moment, or our staff will help you.</source>
        <translation>没有任何变动。您可以稍后再试，或请工作人员协助。</translation>
    </message>
    <message>
        <source>We cannot do this for you at the kiosk</source>
        <translation>本机无法为您办理此业务</translation>
    </message>
    <message>
        <source>Our staff will gladly see with you what is possible today.</source>
        <translation>工作人员会为您查看今天可以如何办理。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
</context>
<context>
    <name>OpeningSession</name>
    <message>
        <source>One moment, please</source>
        <translation>请您稍候</translation>
    </message>
    <message>
        <source>The bank is looking up your accounts.</source>
        <translation>银行正在查询您的账户。</translation>
    </message>
</context>
<context>
    <name>OutOfService</name>
    <message>
        <source>This kiosk is out of service</source>
        <translation>本机暂停服务</translation>
    </message>
    <message>
        <source>Please go to the desk: our staff will gladly check you in.</source>
        <translation>请您前往服务台，工作人员会为您办理签到。</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Read again</source>
        <translation>重新阅读</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Code held up</source>
        <translation>出示的二维码</translation>
    </message>
    <message>
        <source>Card on the reader</source>
        <translation>读卡区的证件</translation>
    </message>
    <message>
        <source>Side of the card</source>
        <translation>证件的哪一面</translation>
    </message>
    <message>
        <source>At the card field</source>
        <translation>感应区的证件</translation>
    </message>
    <message>
        <source>Before the camera</source>
        <translation>摄像头前的人</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Simulated world</source>
        <translation>模拟环境</translation>
    </message>
    <message>
        <source>Out of order</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>Printer out of paper</source>
        <translation>打印机缺纸</translation>
    </message>
    <message>
        <source>Network down</source>
        <translation>网络中断</translation>
    </message>
</context>
<context>
    <name>Paper</name>
    <message>
        <source>Statement of account</source>
        <translation>账户对账单</translation>
    </message>
    <message>
        <source>Account holder</source>
        <translation>户名</translation>
    </message>
    <message>
        <source>Account number</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Account type</source>
        <translation>账户类型</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>币种</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>起止日期</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Payee or payer</source>
        <translation>对方户名</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>交易金额</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>余额</translation>
    </message>
    <message>
        <source>Opening balance</source>
        <translation>期初余额</translation>
    </message>
    <message>
        <source>Closing balance</source>
        <translation>期末余额</translation>
    </message>
    <message>
        <source>Money in</source>
        <translation>收入合计</translation>
    </message>
    <message>
        <source>Money out</source>
        <translation>支出合计</translation>
    </message>
    <message>
        <source>No transactions in this period</source>
        <translation>本期无交易记录</translation>
    </message>
    <message>
        <source>Made at a self-service terminal on %1</source>
        <translation>自助终端制作，时间 %1</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>第 %1 页，共 %2 页</translation>
    </message>
</context>
<context>
    <name>PresentDocument</name>
    <message>
        <source>Please turn the card over</source>
        <translation>请将证件翻面</translation>
    </message>
    <message>
        <source>This side has been read. Now show the other side.</source>
        <translation>这一面已读取，请放另一面。</translation>
    </message>
    <message>
        <source>Please lay the card flat</source>
        <translation>请将证件放平</translation>
    </message>
    <message>
        <source>It cannot be read yet: keep your fingers off the print and avoid bright reflections.</source>
        <translation>暂时无法读取：请勿用手指遮挡文字，并避免反光。</translation>
    </message>
    <message>
        <source>Please leave your document where it lies</source>
        <translation>请不要移动证件</translation>
    </message>
    <message>
        <source>Its chip is being read. That takes a few seconds.</source>
        <translation>正在读取芯片，需要几秒钟。</translation>
    </message>
    <message>
        <source>Please lay your document down again</source>
        <translation>请重新放好证件</translation>
    </message>
    <message>
        <source>It was taken away too early. Leave it there until the next page comes.</source>
        <translation>证件拿开得太早了。请放好，等到出现下一页再拿走。</translation>
    </message>
    <message>
        <source>Now please show the photo on your card</source>
        <translation>请出示证件照片面</translation>
    </message>
    <message>
        <source>The card has been read. Lay it under the camera with the photo side up.</source>
        <translation>证件已读取。请将照片面朝上放在摄像头下。</translation>
    </message>
    <message>
        <source>Please lay your ID card on the reader</source>
        <translation>请将身份证件放在读卡区</translation>
    </message>
    <message>
        <source>This is to make sure that it is you.</source>
        <translation>用于核对是您本人。</translation>
    </message>
    <message>
        <source>Chinese ID card: hold it to the card field, or lay it under the camera.</source>
        <translation>居民身份证：请贴近感应区，或放在摄像头下。</translation>
    </message>
    <message>
        <source>Passport: open it at the photo page and lay it under the camera.</source>
        <translation>护照：请翻到照片页，放在摄像头下。</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>%1 % has been read</source>
        <translation>已读取 %1%</translation>
    </message>
</context>
<context>
    <name>Scanning</name>
    <message>
        <source>Please hold up one code only</source>
        <translation>请只出示一个二维码</translation>
    </message>
    <message>
        <source>Please hold up your code</source>
        <translation>请出示您的预约二维码</translation>
    </message>
    <message>
        <source>There is more than one code in view.</source>
        <translation>镜头前有多个二维码。</translation>
    </message>
    <message>
        <source>The code is in your appointment message or in the bank&apos;s app.</source>
        <translation>二维码在您的预约短信或本行手机应用中。</translation>
    </message>
    <message>
        <source>Hold it a hand&apos;s width above the reader. Nothing needs to be touched.</source>
        <translation>请将二维码置于扫描口上方约一掌处，无需触碰设备。</translation>
    </message>
</context>
<context>
    <name>Screen</name>
    <message>
        <source>d MMMM</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%2 %1</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>A member of staff is coming</source>
        <translation>工作人员马上就来</translation>
    </message>
    <message>
        <source>Our staff could not be reached: please go to the desk</source>
        <translation>未能联系上工作人员，请您前往服务台</translation>
    </message>
</context>
<context>
    <name>StaffComing</name>
    <message>
        <source>We are calling a member of staff</source>
        <translation>正在呼叫工作人员</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>请您稍候。</translation>
    </message>
    <message>
        <source>A member of staff is coming</source>
        <translation>工作人员马上就来</translation>
    </message>
    <message>
        <source>Please stay here. You do not need to do anything else.</source>
        <translation>请您在此等候，无需其他操作。</translation>
    </message>
    <message>
        <source>Please go to the desk</source>
        <translation>请您前往服务台</translation>
    </message>
    <message>
        <source>We could not reach our staff from this kiosk. They will gladly help you at the desk.</source>
        <translation>本机未能联系上工作人员，服务台的工作人员会为您办理。</translation>
    </message>
    <message>
        <source>Go on by myself</source>
        <translation>我自己继续办理</translation>
    </message>
    <message>
        <source>End this visit</source>
        <translation>结束本次办理</translation>
    </message>
</context>
<context>
    <name>Survey</name>
    <message>
        <source>Very dissatisfied</source>
        <translation>很不满意</translation>
    </message>
    <message>
        <source>Dissatisfied</source>
        <translation>不满意</translation>
    </message>
    <message>
        <source>Neither</source>
        <translation>一般</translation>
    </message>
    <message>
        <source>Satisfied</source>
        <translation>满意</translation>
    </message>
    <message>
        <source>Very satisfied</source>
        <translation>很满意</translation>
    </message>
    <message>
        <source>How satisfied are you with checking in today?</source>
        <translation>您对今天的签到体验满意吗？</translation>
    </message>
    <message>
        <source>Your answer helps us. It is kept without your name.</source>
        <translation>您的评价对我们很有帮助，且不记录您的姓名。</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
</context>
<context>
    <name>TextPage</name>
    <message>
        <source>Read again</source>
        <translation>重新阅读</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>Ticket</name>
    <message>
        <source>Your slip is being printed.</source>
        <translation>正在打印您的号单。</translation>
    </message>
    <message>
        <source>Please take your slip.</source>
        <translation>请取走您的号单。</translation>
    </message>
    <message>
        <source>No slip can be printed: please remember this number or take a photo.</source>
        <translation>暂时无法打印号单，请您记住此号码或拍照留存。</translation>
    </message>
    <message>
        <source>You are checked in</source>
        <translation>签到成功</translation>
    </message>
    <message>
        <source>Please have a seat. Your number will be called.</source>
        <translation>请您就座等候叫号。</translation>
    </message>
    <message>
        <source>The bank cannot be reached just now. Your number is valid.</source>
        <translation>暂时无法连接银行系统，您的号码同样有效。</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>TicketCard</name>
    <message>
        <source>Counter</source>
        <translation>柜台</translation>
    </message>
    <message>
        <source>Customers before you</source>
        <translation>前面等候人数</translation>
    </message>
    <message>
        <source>Your number</source>
        <translation>您的号码</translation>
    </message>
</context>
<context>
    <name>Wiped</name>
    <message>
        <source>This visit has ended</source>
        <translation>本次办理已结束</translation>
    </message>
    <message>
        <source>Nobody answered, so everything about the visit was removed from the screen.</source>
        <translation>由于长时间无人操作，屏幕上的办理信息已全部清除。</translation>
    </message>
    <message>
        <source>Please take your card and your phone with you.</source>
        <translation>请带好您的证件和手机。</translation>
    </message>
    <message>
        <source>Begin again</source>
        <translation>重新开始</translation>
    </message>
</context>
<context>
    <name>Written</name>
    <message>
        <source>%1 characters left</source>
        <translation>还可输入 %1 个字</translation>
    </message>
    <message>
        <source>No more room</source>
        <translation>已达字数上限</translation>
    </message>
</context>
</TS>
