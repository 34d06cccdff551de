<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AppointmentMenu</name>
    <message>
        <source>Book an appointment</source>
        <translation>预约办理时间</translation>
    </message>
    <message>
        <source>See, move or cancel my appointments</source>
        <translation>查看、改约或取消我的预约</translation>
    </message>
    <message>
        <source>With your identity document</source>
        <translation>需出示身份证件</translation>
    </message>
    <message>
        <source>See or cancel by booking number</source>
        <translation>凭预约号查看或取消</translation>
    </message>
    <message>
        <source>With the last four digits of your document</source>
        <translation>需输入证件号码的最后四位数字</translation>
    </message>
    <message>
        <source>What is it about?</source>
        <translation>您要办理哪一项？</translation>
    </message>
</context>
<context>
    <name>AskAnswer</name>
    <message>
        <source>Take it along on your phone</source>
        <translation>用手机带走</translation>
    </message>
    <message>
        <source>Was this helpful?</source>
        <translation>这个回答有帮助吗？</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>有帮助</translation>
    </message>
    <message>
        <source>No</source>
        <translation>没有</translation>
    </message>
</context>
<context>
    <name>AskHelp</name>
    <message>
        <source>How can we help you?</source>
        <translation>请问需要什么帮助？</translation>
    </message>
    <message>
        <source>We are sorry that did not help. What would you like?</source>
        <translation>抱歉没能帮到您。请选择：</translation>
    </message>
    <message>
        <source>Ring our hotline</source>
        <translation>拨打客服电话</translation>
    </message>
    <message>
        <source>Be called back</source>
        <translation>请银行给我回电</translation>
    </message>
    <message>
        <source>Speak to our staff here</source>
        <translation>请现场工作人员帮忙</translation>
    </message>
    <message>
        <source>See other questions</source>
        <translation>看看其他问题</translation>
    </message>
</context>
<context>
    <name>AskHotline</name>
    <message>
        <source>Our hotline</source>
        <translation>客服电话</translation>
    </message>
    <message>
        <source>The police&apos;s anti-fraud line</source>
        <translation>公安反诈专线</translation>
    </message>
    <message>
        <source>Please note the number, and ring it from your own phone.</source>
        <translation>请记下号码，用您自己的手机拨打。</translation>
    </message>
    <message>
        <source>Nobody who answers there will ask for your PIN or for a code from a text message.</source>
        <translation>接听人员不会向您索要密码和短信验证码。</translation>
    </message>
    <message>
        <source>Police, against fraud: %1</source>
        <translation>报警和反诈专线：%1</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>AskList</name>
    <message>
        <source>What we found</source>
        <translation>查找结果</translation>
    </message>
    <message>
        <source>Other topics</source>
        <translation>其他类别</translation>
    </message>
    <message>
        <source>Other words</source>
        <translation>换个说法</translation>
    </message>
</context>
<context>
    <name>AskSearch</name>
    <message>
        <source>What are you looking for?</source>
        <translation>您想查什么？</translation>
    </message>
    <message>
        <source>Nothing fits these words. Try others, or speak to somebody.</source>
        <translation>没有找到相关问题。请换个说法，或请人帮忙。</translation>
    </message>
    <message>
        <source>Speak to somebody</source>
        <translation>请人帮忙</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>查找</translation>
    </message>
</context>
<context>
    <name>AskTopics</name>
    <message>
        <source>What would you like to know?</source>
        <translation>您想了解什么？</translation>
    </message>
    <message>
        <source>Type what you are looking for</source>
        <translation>输入文字查找</translation>
    </message>
    <message>
        <source>Speak to somebody</source>
        <translation>请人帮忙</translation>
    </message>
</context>
<context>
    <name>Asks</name>
    <message>
        <source>Something else</source>
        <translation>其他事项</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>明天</translation>
    </message>
    <message>
        <source>dddd, d MMMM</source>
        <translation>M月d日 dddd</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>the number we have on file</source>
        <translation>预留号码</translation>
    </message>
</context>
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
    <name>BookingBankAway</name>
    <message>
        <source>The bank cannot be reached just now</source>
        <translation>暂时无法连接银行</translation>
    </message>
    <message>
        <source>Your appointments stand as they are. You can try again in a moment, or ask our staff.</source>
        <translation>您的预约没有变化。请稍后再试，或请工作人员协助。</translation>
    </message>
    <message>
        <source>With its code you can check in here all the same.</source>
        <translation>您仍可凭预约码在此签到。</translation>
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
    <name>BookingCancelled</name>
    <message>
        <source>Your appointment is cancelled</source>
        <translation>您的预约已取消</translation>
    </message>
    <message>
        <source>Its code no longer counts.</source>
        <translation>原预约码已失效。</translation>
    </message>
    <message>
        <source>Cancel it in my calendar too</source>
        <translation>同时从手机日历中取消</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>BookingNotDone</name>
    <message>
        <source>Nothing was booked</source>
        <translation>没有预约成功</translation>
    </message>
    <message>
        <source>The bank is sure of it. You can try again, or choose anew.</source>
        <translation>银行已核实。您可以再试一次，或重新选择。</translation>
    </message>
    <message>
        <source>Your appointment stays as it was</source>
        <translation>您的预约保持不变</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
</context>
<context>
    <name>BookingNumber</name>
    <message>
        <source>What is your booking number?</source>
        <translation>请输入您的预约号</translation>
    </message>
    <message>
        <source>This number cannot be right. Please look at it again.</source>
        <translation>号码有误，请您核对后重新输入。</translation>
    </message>
    <message>
        <source>It has nine digits, and is on your slip or in your appointment message.</source>
        <translation>预约号为九位数字，见预约凭条或预约短信。</translation>
    </message>
    <message>
        <source>Nine digits</source>
        <translation>九位数字</translation>
    </message>
</context>
<context>
    <name>BookingRefused</name>
    <message>
        <source>You have another appointment at this time</source>
        <translation>您在此时间已有其他预约</translation>
    </message>
    <message>
        <source>Nothing was changed. Please choose another time, or move the other appointment first.</source>
        <translation>没有作任何变动。请选择其他时间，或先更改另一个预约。</translation>
    </message>
    <message>
        <source>You have as many appointments as one may have</source>
        <translation>您的预约数量已达上限</translation>
    </message>
    <message>
        <source>Nothing was booked. If you cancel one, you can book another.</source>
        <translation>本次没有预约。取消一个后，可再预约。</translation>
    </message>
    <message>
        <source>We could not find this appointment</source>
        <translation>未找到该预约</translation>
    </message>
    <message>
        <source>Please check the booking number and the digits of your document, or ask our staff.</source>
        <translation>请核对预约号和证件号码后四位数字，或请工作人员协助。</translation>
    </message>
    <message>
        <source>You have checked in for this appointment already</source>
        <translation>该预约已签到</translation>
    </message>
    <message>
        <source>It can no longer be changed here. Our staff will help you.</source>
        <translation>在此已不能更改，请工作人员协助您。</translation>
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
        <source>This appointment is over</source>
        <translation>该预约已过时间</translation>
    </message>
    <message>
        <source>You can book another one, or ask our staff.</source>
        <translation>您可以重新预约，或请工作人员协助。</translation>
    </message>
    <message>
        <source>We cannot look for it here just now</source>
        <translation>暂时不能在此查询</translation>
    </message>
    <message>
        <source>Too many wrong numbers were entered. Our staff will find your appointment for you.</source>
        <translation>错误输入次数过多。工作人员会为您查找预约。</translation>
    </message>
    <message>
        <source>This time is no longer free</source>
        <translation>该时间已约满</translation>
    </message>
    <message>
        <source>Nothing was changed. Please choose another time.</source>
        <translation>没有作任何变动。请选择其他时间。</translation>
    </message>
    <message>
        <source>To my choices</source>
        <translation>返回选择</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
</context>
<context>
    <name>BookingService</name>
    <message>
        <source>What is the appointment for?</source>
        <translation>您要预约哪项业务？</translation>
    </message>
</context>
<context>
    <name>BookingSettling</name>
    <message>
        <source>One moment, please</source>
        <translation>请您稍候</translation>
    </message>
    <message>
        <source>The bank is looking what became of it.</source>
        <translation>正在向银行核实办理结果。</translation>
    </message>
</context>
<context>
    <name>BookingTicket</name>
    <message>
        <source>Booking number: %1</source>
        <translation>预约号：%1</translation>
    </message>
    <message>
        <source>Check in from %1, with your document.</source>
        <translation>%1 起可签到，请带身份证件。</translation>
    </message>
    <message>
        <source>You can check in with this number or with your document alone.</source>
        <translation>您可凭预约号或身份证件签到。</translation>
    </message>
    <message>
        <source>Your appointment was moved</source>
        <translation>您的预约已更改</translation>
    </message>
    <message>
        <source>Your appointment is booked</source>
        <translation>预约成功</translation>
    </message>
    <message>
        <source>Your appointment</source>
        <translation>您的预约</translation>
    </message>
    <message>
        <source>Printing your slip.</source>
        <translation>正在打印您的预约凭条。</translation>
    </message>
    <message>
        <source>Please take your booking slip.</source>
        <translation>请取走您的预约凭条。</translation>
    </message>
    <message>
        <source>No slip can be printed: please take a photo of this page.</source>
        <translation>暂时无法打印凭条，请您拍下此页面。</translation>
    </message>
    <message>
        <source>The code to check in with</source>
        <translation>签到用预约码</translation>
    </message>
    <message>
        <source>Put it into my calendar</source>
        <translation>存入手机日历</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>BookingUnderWay</name>
    <message>
        <source>One moment, please</source>
        <translation>请您稍候</translation>
    </message>
    <message>
        <source>The bank is writing it down.</source>
        <translation>银行正在登记。</translation>
    </message>
</context>
<context>
    <name>BookingUnsure</name>
    <message>
        <source>We do not know yet whether your appointment was booked</source>
        <translation>暂不确定预约是否成功</translation>
    </message>
    <message>
        <source>We do not know yet whether your appointment was moved</source>
        <translation>暂不确定改约是否成功</translation>
    </message>
    <message>
        <source>We do not know yet whether your appointment was cancelled</source>
        <translation>暂不确定预约是否已取消</translation>
    </message>
    <message>
        <source>The bank&apos;s answer did not reach us.</source>
        <translation>没有收到银行的答复。</translation>
    </message>
    <message>
        <source>Please ask again in a moment. Nothing is done twice.</source>
        <translation>请稍后再次查询，不会重复办理。</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再次查询</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
</context>
<context>
    <name>CallBackNotTaken</name>
    <message>
        <source>We cannot take your number just now</source>
        <translation>暂时不能登记您的号码</translation>
    </message>
    <message>
        <source>This kiosk could not keep it secret, so nothing was kept. Please ring our hotline, or ask our staff.</source>
        <translation>本机目前无法加密保存，因此没有留下您的号码。请拨打客服电话，或请工作人员帮忙。</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>CallBackNumber</name>
    <message>
        <source>Please type your number first.</source>
        <translation>请先输入电话号码。</translation>
    </message>
    <message>
        <source>This number is too short. Please check it.</source>
        <translation>号码位数不够，请核对。</translation>
    </message>
    <message>
        <source>This number is too long. Please check it.</source>
        <translation>号码位数太多，请核对。</translation>
    </message>
    <message>
        <source>Please type a landline with its area code, such as 010 or 0571.</source>
        <translation>固定电话请加拨区号，例如 010 或 0571。</translation>
    </message>
    <message>
        <source>No mobile number begins like this. Please check it.</source>
        <translation>没有这样开头的手机号码，请核对。</translation>
    </message>
    <message>
        <source>This is not a telephone number. Please check it.</source>
        <translation>这不是电话号码，请核对。</translation>
    </message>
    <message>
        <source>On which number may we call you?</source>
        <translation>请输入接听回电的号码</translation>
    </message>
    <message>
        <source>A mobile number, or a landline with its area code. A foreign number begins with 00.</source>
        <translation>手机号码，或带区号的固定电话。境外号码以 00 开头。</translation>
    </message>
    <message>
        <source>Your telephone number</source>
        <translation>您的电话号码</translation>
    </message>
    <message>
        <source>Use the number you have on file</source>
        <translation>使用银行预留的号码</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>CallBackSummary</name>
    <message>
        <source>May we call you like this?</source>
        <translation>请核对回电信息</translation>
    </message>
    <message>
        <source>About: %1</source>
        <translation>事项：%1</translation>
    </message>
    <message>
        <source>When: %1</source>
        <translation>时间：%1</translation>
    </message>
    <message>
        <source>Number: %1</source>
        <translation>号码：%1</translation>
    </message>
    <message>
        <source>Yes, please call me</source>
        <translation>正确，请给我回电</translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>修改</translation>
    </message>
</context>
<context>
    <name>CallBackTaken</name>
    <message>
        <source>We will call you</source>
        <translation>我们会给您回电</translation>
    </message>
    <message>
        <source>%1, on %2.</source>
        <translation>%1，拨打%2。</translation>
    </message>
    <message>
        <source>Whoever calls will name this number first, and never asks for a PIN or a code.</source>
        <translation>来电人员会先报出这个编号，并且不会索要密码和验证码。</translation>
    </message>
    <message>
        <source>Your reference number</source>
        <translation>您的编号</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>CallBackTaking</name>
    <message>
        <source>One moment, please</source>
        <translation>请您稍候</translation>
    </message>
    <message>
        <source>Your wish is being kept safe.</source>
        <translation>正在登记。</translation>
    </message>
</context>
<context>
    <name>CallBackTime</name>
    <message>
        <source>One moment, please</source>
        <translation>请您稍候</translation>
    </message>
    <message>
        <source>When may we call you?</source>
        <translation>什么时间方便接电话？</translation>
    </message>
    <message>
        <source>Nobody can call you back in the next days</source>
        <translation>近几天暂不能安排回电</translation>
    </message>
    <message>
        <source>Our hotline and our staff here will gladly help you.</source>
        <translation>您可以拨打客服电话，或请现场工作人员帮忙。</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>CallBackTopic</name>
    <message>
        <source>Something else</source>
        <translation>其他事项</translation>
    </message>
    <message>
        <source>What is the call to be about?</source>
        <translation>您想咨询什么事项？</translation>
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
    <name>CheckInNumber</name>
    <message>
        <source>What is your booking number?</source>
        <translation>请输入您的预约号</translation>
    </message>
    <message>
        <source>This number cannot be right. Please look at it again.</source>
        <translation>号码有误，请您核对后重新输入。</translation>
    </message>
    <message>
        <source>It has nine digits, and is on your slip or in your appointment message.</source>
        <translation>预约号为九位数字，见预约凭条或预约短信。</translation>
    </message>
    <message>
        <source>Nine digits</source>
        <translation>九位数字</translation>
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
    <name>ChoosingDay</name>
    <message>
        <source>Free: %1</source>
        <translation>可约：%1</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Free times: %1</source>
        <translation>可约时段：%1 个</translation>
    </message>
    <message>
        <source>On which day?</source>
        <translation>请选择日期</translation>
    </message>
</context>
<context>
    <name>ChoosingQueue</name>
    <message>
        <source>What did you come for?</source>
        <translation>您要办理什么业务？</translation>
    </message>
</context>
<context>
    <name>ChoosingTime</name>
    <message>
        <source>This time was just taken. Which other would suit you?</source>
        <translation>该时间刚被约满，请选择其他时间</translation>
    </message>
    <message>
        <source>Nothing was booked yet.</source>
        <translation>尚未预约。</translation>
    </message>
    <message>
        <source>At what time?</source>
        <translation>请选择时间</translation>
    </message>
    <message>
        <source>The last place</source>
        <translation>仅剩最后一个名额</translation>
    </message>
    <message>
        <source>Places left: %1</source>
        <translation>剩余名额：%1</translation>
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
    <name>ConfirmingBooking</name>
    <message>
        <source>Book %1?</source>
        <translation>确认预约 %1 吗？</translation>
    </message>
    <message>
        <source>You can move or cancel it here at any time until you have checked in.</source>
        <translation>签到之前，您可随时在此改约或取消。</translation>
    </message>
    <message>
        <source>Move your appointment to %1?</source>
        <translation>确认改约到 %1 吗？</translation>
    </message>
    <message>
        <source>Your time of before is then given up: %1</source>
        <translation>原预约时间将取消：%1</translation>
    </message>
    <message>
        <source>You get a new code. The old one no longer counts.</source>
        <translation>您将得到新的预约码，原预约码失效。</translation>
    </message>
    <message>
        <source>Move it</source>
        <translation>确认改约</translation>
    </message>
    <message>
        <source>Book it</source>
        <translation>确认预约</translation>
    </message>
    <message>
        <source>Choose another time</source>
        <translation>选择其他时间</translation>
    </message>
</context>
<context>
    <name>ConfirmingCancellation</name>
    <message>
        <source>Cancel your appointment at %1?</source>
        <translation>确认取消 %1 的预约吗？</translation>
    </message>
    <message>
        <source>Your place is given to somebody else, and your code no longer counts.</source>
        <translation>名额将让给其他客户，预约码随即失效。</translation>
    </message>
    <message>
        <source>This cannot be undone. You can book another appointment.</source>
        <translation>取消后不能恢复，您可以重新预约。</translation>
    </message>
    <message>
        <source>No, keep it</source>
        <translation>不取消</translation>
    </message>
    <message>
        <source>Yes, cancel it</source>
        <translation>确认取消</translation>
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
    <name>DocumentTail</name>
    <message>
        <source>What are the last four digits of your document&apos;s number?</source>
        <translation>请输入证件号码的最后四位数字</translation>
    </message>
    <message>
        <source>Of the document that you booked with. Please leave out letters.</source>
        <translation>请用预约时所用的证件，字母略去不计。</translation>
    </message>
    <message>
        <source>Four digits</source>
        <translation>四位数字</translation>
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
    <name>FindingTimes</name>
    <message>
        <source>Looking for free times</source>
        <translation>正在查询可约时间</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候片刻。</translation>
    </message>
</context>
<context>
    <name>FindingToday</name>
    <message>
        <source>One moment, please</source>
        <translation>请您稍候</translation>
    </message>
    <message>
        <source>The bank is looking for your appointment of today.</source>
        <translation>银行正在查询您今天的预约。</translation>
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
    <name>HandOver</name>
    <message>
        <source>Scan the code with your phone&apos;s camera. It opens the bank&apos;s app, if you have it.</source>
        <translation>请用手机相机扫码，将打开手机银行（需已安装）。</translation>
    </message>
    <message>
        <source>Scan the code in the app that our account is in. Nothing of you is in it.</source>
        <translation>请用微信扫码。二维码中没有您的任何信息。</translation>
    </message>
    <message>
        <source>Scan the code with your phone&apos;s camera. Nothing of you is in it.</source>
        <translation>请用手机相机扫码。二维码中没有您的任何信息。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
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
    <name>KeypadPage</name>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
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
    <name>LookingUpBookings</name>
    <message>
        <source>One moment, please</source>
        <translation>请您稍候</translation>
    </message>
    <message>
        <source>The bank is looking for your appointments.</source>
        <translation>银行正在查询您的预约。</translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <source>Check in for an appointment</source>
        <translation>预约签到</translation>
    </message>
    <message>
        <source>Ask a question</source>
        <translation>业务咨询</translation>
    </message>
    <message>
        <source>Take a number</source>
        <translation>取号排队</translation>
    </message>
    <message>
        <source>Appointments</source>
        <translation>预约服务</translation>
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
    <name>MyBooking</name>
    <message>
        <source>Your appointment at %1</source>
        <translation>您的预约：%1</translation>
    </message>
    <message>
        <source>Booking number: %1</source>
        <translation>预约号：%1</translation>
    </message>
    <message>
        <source>You have checked in: it can no longer be changed here.</source>
        <translation>您已签到，在此不能再更改。</translation>
    </message>
    <message>
        <source>To move it, please come by your identity document.</source>
        <translation>如需改约，请凭身份证件办理。</translation>
    </message>
    <message>
        <source>Show its code</source>
        <translation>显示预约码</translation>
    </message>
    <message>
        <source>Move it to another time</source>
        <translation>改约其他时间</translation>
    </message>
    <message>
        <source>Cancel it</source>
        <translation>取消预约</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
</context>
<context>
    <name>MyBookings</name>
    <message>
        <source>Which appointment is it about?</source>
        <translation>请选择预约</translation>
    </message>
    <message>
        <source>You have no appointment here</source>
        <translation>未查到您的预约</translation>
    </message>
    <message>
        <source>We looked for appointments at this branch that were booked with this document.</source>
        <translation>已按此证件查询您在本网点的预约。</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%2 %1</translation>
    </message>
    <message>
        <source>%1 (checked in)</source>
        <translation>%1（已签到）</translation>
    </message>
    <message>
        <source>Book an appointment</source>
        <translation>预约办理时间</translation>
    </message>
</context>
<context>
    <name>NoTimes</name>
    <message>
        <source>No time is free</source>
        <translation>暂无可约时间</translation>
    </message>
    <message>
        <source>All appointments for this are taken: %1</source>
        <translation>该业务的预约已满：%1</translation>
    </message>
    <message>
        <source>You can take a number and wait, or ask our staff.</source>
        <translation>您可以取号等候，或请工作人员协助。</translation>
    </message>
    <message>
        <source>To the first page</source>
        <translation>返回首页</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查询</translation>
    </message>
</context>
<context>
    <name>NoneToday</name>
    <message>
        <source>Without an appointment you can take a number on the first page, or ask our staff.</source>
        <translation>没有预约也可以在首页取号，或请工作人员协助。</translation>
    </message>
    <message>
        <source>The bank cannot be reached just now</source>
        <translation>暂时无法连接银行</translation>
    </message>
    <message>
        <source>Without your code we cannot find your appointment here. With it you can check in.</source>
        <translation>没有预约码，暂时查不到您的预约；凭预约码仍可签到。</translation>
    </message>
    <message>
        <source>You can try again in a moment, or our staff will help you.</source>
        <translation>请稍后再试，或请工作人员协助。</translation>
    </message>
    <message>
        <source>This number is not one of your appointments</source>
        <translation>此预约号不属于您的预约</translation>
    </message>
    <message>
        <source>Please check it: it must have been booked with the document that you showed.</source>
        <translation>请您核对：预约时须使用您所出示的证件。</translation>
    </message>
    <message>
        <source>You are already checked in</source>
        <translation>您已签到</translation>
    </message>
    <message>
        <source>If you have your number, please have a seat. If not, our staff will help you.</source>
        <translation>如果您已取号，请就座等候；如未取号，工作人员会协助您。</translation>
    </message>
    <message>
        <source>We cannot look for it here just now</source>
        <translation>暂时不能在此查询</translation>
    </message>
    <message>
        <source>Our staff will find your appointment for you.</source>
        <translation>工作人员会为您查找预约。</translation>
    </message>
    <message>
        <source>You have no appointment here today</source>
        <translation>您今天在本网点没有预约</translation>
    </message>
    <message>
        <source>Your next one is at %1.</source>
        <translation>您的下一个预约：%1。</translation>
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
    <name>OfferCheckIn</name>
    <message>
        <source>You have an appointment at %1. Check in for it?</source>
        <translation>您有 %1 的预约，现在签到吗？</translation>
    </message>
    <message>
        <source>Which appointment would you like to check in for?</source>
        <translation>您要为哪个预约签到？</translation>
    </message>
    <message>
        <source>Check in</source>
        <translation>签到</translation>
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
    <name>OtherWays</name>
    <message>
        <source>With my identity document alone</source>
        <translation>只用身份证件</translation>
    </message>
    <message>
        <source>We look for today&apos;s appointments</source>
        <translation>查询您今天的预约</translation>
    </message>
    <message>
        <source>With my booking number</source>
        <translation>用预约号</translation>
    </message>
    <message>
        <source>And then your identity document</source>
        <translation>然后出示身份证件</translation>
    </message>
    <message>
        <source>How can we find your appointment?</source>
        <translation>您想用哪种方式查找预约？</translation>
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
    <name>QrCode</name>
    <message>
        <source>Code for your phone: %1</source>
        <translation>手机扫码：%1</translation>
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
    <message>
        <source>I have no code at hand</source>
        <translation>没有预约码</translation>
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
        <source>%1 is on the way</source>
        <translation>%1正在赶来</translation>
    </message>
    <message>
        <source>Nobody has answered yet: please go to the desk</source>
        <translation>还没有工作人员回应，请您前往柜台</translation>
    </message>
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
        <source>%1 is on the way</source>
        <translation>%1正在赶来</translation>
    </message>
    <message>
        <source>Nobody has answered yet</source>
        <translation>还没有工作人员回应</translation>
    </message>
    <message>
        <source>We have called our staff again. If you do not want to wait, please go to the desk.</source>
        <translation>我们已再次呼叫工作人员。如果您不想等候，请前往柜台。</translation>
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
    <name>TakingCalendar</name>
    <message>
        <source>Booking number: %1</source>
        <translation>预约号：%1</translation>
    </message>
    <message>
        <source>Cancel it in your calendar too</source>
        <translation>从手机日历中取消</translation>
    </message>
    <message>
        <source>Put it into your calendar</source>
        <translation>存入手机日历</translation>
    </message>
    <message>
        <source>Point your phone&apos;s camera at this code, and open what it finds.</source>
        <translation>请用手机相机对准此码，并打开识别结果。</translation>
    </message>
    <message>
        <source>Your phone needs no network for it, and nothing is sent.</source>
        <translation>无需联网，不会发送任何信息。</translation>
    </message>
    <message>
        <source>This appointment does not fit into a code. Please take a photo of the page.</source>
        <translation>此预约无法生成二维码，请您拍下页面。</translation>
    </message>
    <message>
        <source>The appointment, for your phone&apos;s calendar</source>
        <translation>用于手机日历的预约码</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>TakingNumber</name>
    <message>
        <source>Getting your number</source>
        <translation>正在取号</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候片刻。</translation>
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
    <name>TimedScreen</name>
    <message>
        <source>dddd, d MMMM</source>
        <translation>M月d日 dddd</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%2 %1</translation>
    </message>
</context>
<context>
    <name>TimesUnknown</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Nothing can be booked just now</source>
        <translation>暂时不能预约</translation>
    </message>
    <message>
        <source>The bank cannot be reached, and only the bank knows whether a place is left.</source>
        <translation>暂时无法连接银行，是否还有名额需由银行确认。</translation>
    </message>
    <message>
        <source>These times are planned, and may be full:</source>
        <translation>以下为计划时段，可能已约满：</translation>
    </message>
    <message>
        <source>You can take a number and wait, or ask our staff.</source>
        <translation>您可以取号等候，或请工作人员协助。</translation>
    </message>
    <message>
        <source>To the first page</source>
        <translation>返回首页</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
</context>
<context>
    <name>WalkInTicket</name>
    <message>
        <source>You will probably wait %1 minutes at most.</source>
        <translation>预计等候不超过 %1 分钟。</translation>
    </message>
    <message>
        <source>You will probably wait %1 to %2 minutes.</source>
        <translation>预计等候 %1 至 %2 分钟。</translation>
    </message>
    <message>
        <source>Please have a seat. Your number will be called.</source>
        <translation>请您就座等候叫号。</translation>
    </message>
    <message>
        <source>Who has an appointment is called first.</source>
        <translation>预约客户优先叫号。</translation>
    </message>
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
        <source>You have a number</source>
        <translation>取号成功</translation>
    </message>
    <message>
        <source>The bank cannot be reached just now. Your number is valid; how long it takes is not known.</source>
        <translation>暂时无法连接银行。您的号码有效，等候时间未知。</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
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
