<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AccountList</name>
    <message>
        <source>The amount cannot be shown just now</source>
        <translation>暂时无法显示金额</translation>
    </message>
    <message>
        <source>Available: %1</source>
        <translation>可用余额：%1</translation>
    </message>
    <message>
        <source>Your accounts</source>
        <translation>您的账户</translation>
    </message>
    <message>
        <source>Touch an account to see its transactions.</source>
        <translation>点按账户可查看交易明细。</translation>
    </message>
    <message>
        <source>Hide the amounts</source>
        <translation>隐藏金额</translation>
    </message>
    <message>
        <source>Show the amounts</source>
        <translation>显示金额</translation>
    </message>
</context>
<context>
    <name>AccountsMenu</name>
    <message>
        <source>Balances and transactions</source>
        <translation>余额与交易明细</translation>
    </message>
    <message>
        <source>Statement of account</source>
        <translation>账户对账单</translation>
    </message>
    <message>
        <source>My card is missing</source>
        <translation>银行卡挂失</translation>
    </message>
    <message>
        <source>Use a stopped card again</source>
        <translation>恢复使用已停用的卡</translation>
    </message>
    <message>
        <source>Activate a new card</source>
        <translation>激活新卡</translation>
    </message>
    <message>
        <source>Change my phone number</source>
        <translation>更换手机号码</translation>
    </message>
    <message>
        <source>Change my address</source>
        <translation>更改联系地址</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>交易限额</translation>
    </message>
    <message>
        <source>What would you like to do?</source>
        <translation>您想办理什么业务？</translation>
    </message>
</context>
<context>
    <name>AccountsScreen</name>
    <message>
        <source>Current account</source>
        <translation>活期账户</translation>
    </message>
    <message>
        <source>Savings account</source>
        <translation>储蓄账户</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Debit card</source>
        <translation>借记卡</translation>
    </message>
    <message>
        <source>Credit card</source>
        <translation>信用卡</translation>
    </message>
    <message>
        <source>For one transfer</source>
        <translation>单笔转账限额</translation>
    </message>
    <message>
        <source>For transfers in a day</source>
        <translation>每日转账限额</translation>
    </message>
    <message>
        <source>For card payments in a day</source>
        <translation>每日刷卡限额</translation>
    </message>
    <message>
        <source>For cash in a day</source>
        <translation>每日取现限额</translation>
    </message>
</context>
<context>
    <name>Adjust</name>
    <message>
        <source>View and sound</source>
        <translation>显示与声音</translation>
    </message>
    <message>
        <source>Read the page again</source>
        <translation>重新朗读页面</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>AdjustRows</name>
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
        <source>Take it along on my phone</source>
        <translation>用手机带走</translation>
    </message>
    <message>
        <source>Was this helpful?</source>
        <translation>这个回答有帮助吗？</translation>
    </message>
    <message>
        <source>It helped</source>
        <translation>有帮助</translation>
    </message>
    <message>
        <source>It did not</source>
        <translation>没有帮助</translation>
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
        <translation>联系现场工作人员</translation>
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
        <source>Please note the number, and ring it from your own phone.</source>
        <translation>请记下号码，用您自己的手机拨打。</translation>
    </message>
    <message>
        <source>Nobody there will ask for your PIN or for a code from a text message.</source>
        <translation>接听人员不会向您索要密码和短信验证码。</translation>
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
        <source>Nothing matches these words. Try others, or speak to somebody.</source>
        <translation>没有找到相关问题。请换个说法，或联系人工服务。</translation>
    </message>
    <message>
        <source>Speak to somebody</source>
        <translation>联系人工服务</translation>
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
        <translation>联系人工服务</translation>
    </message>
</context>
<context>
    <name>AskingBank</name>
    <message>
        <source>We are asking the bank</source>
        <translation>正在查询</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候片刻。</translation>
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
        <source>Accounts, transfers, a number, a question: touch Start. With an appointment you can also hold up its code.</source>
        <translation>查账户、转账、取号、咨询，请轻触“开始”。如有预约，也可直接出示预约二维码。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>While your details are on the screen, a camera sees whether you are there. It keeps no picture.</source>
        <translation>屏幕显示您的个人信息时，摄像头会判断您是否在屏幕前，不保存任何影像。</translation>
    </message>
</context>
<context>
    <name>BankSilent</name>
    <message>
        <source>The bank is not answering just now</source>
        <translation>银行系统暂时没有应答</translation>
    </message>
    <message>
        <source>Nothing was changed. You can try again in a moment, or our staff will help you.</source>
        <translation>没有任何变动。您可以稍后再试，或请工作人员协助。</translation>
    </message>
    <message>
        <source>For your safety this session has ended</source>
        <translation>为了您的安全，本次登录已结束</translation>
    </message>
    <message>
        <source>Nothing was changed. Please start over, and show your document again.</source>
        <translation>没有任何变动。请重新开始，并再次出示证件。</translation>
    </message>
    <message>
        <source>The bank does not show this account here</source>
        <translation>此账户无法在这里查询</translation>
    </message>
    <message>
        <source>Our staff will gladly look at it with you.</source>
        <translation>工作人员很乐意协助您查询。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
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
        <source>Adjust</source>
        <translation>显示与声音</translation>
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
        <source>Your appointments are unchanged. You can try again in a moment, or ask our staff.</source>
        <translation>您的预约没有变化。请稍后再试，或请工作人员协助。</translation>
    </message>
    <message>
        <source>You can still check in here with its code.</source>
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
        <source>Its code is no longer valid.</source>
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
        <source>The bank has confirmed this. You can try again, or choose another time.</source>
        <translation>银行已核实。您可以再试一次，或重新选择时间。</translation>
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
        <source>You cannot have any more appointments</source>
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
        <source>We are asking the bank what became of it.</source>
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
        <source>Take a photo of the code: it checks you in.</source>
        <translation>请拍照保存此预约码，到店时用它签到。</translation>
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
        <source>The bank is recording it.</source>
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
        <translation>请稍后再次核实，不会重复办理。</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再次核实</translation>
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
        <source>Whoever calls will say this number first, and will never ask for a PIN or a code.</source>
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
        <source>Your request is being saved.</source>
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
        <source>Nobody can call you back in the next few days</source>
        <translation>近几天暂不能安排回电</translation>
    </message>
    <message>
        <source>Our hotline and our staff here will gladly help you.</source>
        <translation>您可以拨打客服电话，或联系现场工作人员。</translation>
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
    <name>CancelRefused</name>
    <message>
        <source>It is too late to cancel: the money has been sent</source>
        <translation>已来不及撤销：款项已转出</translation>
    </message>
    <message>
        <source>If you were deceived, call our staff now. The sooner, the better.</source>
        <translation>如果您受骗了，请马上联系工作人员，越早越好。</translation>
    </message>
    <message>
        <source>There is nothing left to cancel</source>
        <translation>没有可撤销的转账</translation>
    </message>
    <message>
        <source>This transfer was cancelled or refused before. No money is moved by it.</source>
        <translation>这笔转账此前已撤销或被拒绝，不会转出款项。</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>CancelUnknown</name>
    <message>
        <source>Cancel it now</source>
        <translation>现在撤销</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再次核实</translation>
    </message>
    <message>
        <source>The transfer is not cancelled yet</source>
        <translation>转账尚未撤销</translation>
    </message>
    <message>
        <source>Your request did not reach the bank. Please try again.</source>
        <translation>您的撤销申请没有送达银行，请再试一次。</translation>
    </message>
    <message>
        <source>We do not know yet whether the transfer is cancelled</source>
        <translation>暂时还不知道是否已撤销</translation>
    </message>
    <message>
        <source>The bank has not answered. We keep asking, even after you leave.</source>
        <translation>银行尚未应答。您离开后我们也会继续核实。</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>Cancelling</name>
    <message>
        <source>We are asking the bank what became of it</source>
        <translation>正在向银行核实办理结果</translation>
    </message>
    <message>
        <source>The transfer is being cancelled</source>
        <translation>正在撤销转账</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候片刻。</translation>
    </message>
</context>
<context>
    <name>CardExpiry</name>
    <message>
        <source>When does the card expire?</source>
        <translation>卡片有效期到什么时候？</translation>
    </message>
    <message>
        <source>This is not the date on the card. Please look again: month and year, four digits.</source>
        <translation>与卡片上的日期不符。请核对后重新输入：月份和年份，共四位数字。</translation>
    </message>
    <message>
        <source>Type month and year as printed on the card, four digits.</source>
        <translation>请按卡面输入月份和年份，共四位数字。</translation>
    </message>
    <message>
        <source>Month and year</source>
        <translation>月份 / 年份</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>CardFrozen</name>
    <message>
        <source>This card is stopped already</source>
        <translation>此卡已经停用</translation>
    </message>
    <message>
        <source>Our staff can free it, here and now. If it was lost or stolen, stop it for ever.</source>
        <translation>工作人员可以当场为您恢复使用。如卡片已遗失或被盗，请永久停用。</translation>
    </message>
    <message>
        <source>Use it again</source>
        <translation>恢复使用</translation>
    </message>
    <message>
        <source>Stop it for ever</source>
        <translation>永久停用</translation>
    </message>
</context>
<context>
    <name>CardList</name>
    <message>
        <source>Which card is missing?</source>
        <translation>请选择要停用的卡</translation>
    </message>
    <message>
        <source>Which card do you want to use again?</source>
        <translation>您要恢复使用哪张卡？</translation>
    </message>
    <message>
        <source>Which card do you want to activate?</source>
        <translation>您要激活哪张卡？</translation>
    </message>
    <message>
        <source>Stopped for now</source>
        <translation>已临时停用</translation>
    </message>
    <message>
        <source>Not activated yet</source>
        <translation>尚未激活</translation>
    </message>
</context>
<context>
    <name>CardStop</name>
    <message>
        <source>Which is it? Either way nobody can pay with this card any more.</source>
        <translation>请选择。两种方式都会立即停止此卡的所有支付。</translation>
    </message>
    <message>
        <source>I may find it: stop it for now</source>
        <translation>可能还能找到：临时停用</translation>
    </message>
    <message>
        <source>At once. Our staff can free it again.</source>
        <translation>立即生效，工作人员可为您解除。</translation>
    </message>
    <message>
        <source>Lost or stolen: stop it for ever</source>
        <translation>丢失或被盗：永久停用</translation>
    </message>
    <message>
        <source>It can never be used again. A new card can be ordered.</source>
        <translation>此卡不能再用，可以补办新卡。</translation>
    </message>
</context>
<context>
    <name>ChangeConfirm</name>
    <message>
        <source>Yes, change it</source>
        <translation>是，确认更改</translation>
    </message>
    <message>
        <source>Yes, stop it for ever</source>
        <translation>是，永久停用</translation>
    </message>
    <message>
        <source>Stop this card for ever?</source>
        <translation>要永久停用这张卡吗？</translation>
    </message>
    <message>
        <source>It can never be used again, not even when it is found.</source>
        <translation>停用后不能恢复，即使找到也不能再用。</translation>
    </message>
    <message>
        <source>Yes, call staff</source>
        <translation>是，请工作人员</translation>
    </message>
    <message>
        <source>Do you want to use this card again?</source>
        <translation>要恢复使用这张卡吗？</translation>
    </message>
    <message>
        <source>A member of staff will come to you, check you and your document, and decide.</source>
        <translation>工作人员会到您身边，核对您本人和证件后决定。</translation>
    </message>
    <message>
        <source>Please have the document ready.</source>
        <translation>请准备好您的证件。</translation>
    </message>
    <message>
        <source>Yes, send the code</source>
        <translation>是，发送验证码</translation>
    </message>
    <message>
        <source>Is this your new phone number?</source>
        <translation>这是您的新手机号码吗？</translation>
    </message>
    <message>
        <source>We will send a code to it.</source>
        <translation>我们会向此号码发送验证码。</translation>
    </message>
    <message>
        <source>Is this your new address?</source>
        <translation>这是您的新地址吗？</translation>
    </message>
    <message>
        <source>The change needs a code that we send to your phone.</source>
        <translation>更改需要验证码，我们会发送到您的手机。</translation>
    </message>
    <message>
        <source>From %1 to %2</source>
        <translation>从 %1 调整为 %2</translation>
    </message>
    <message>
        <source>A higher limit needs a code that we send to your phone.</source>
        <translation>调高限额需要验证码，我们会发送到您的手机。</translation>
    </message>
    <message>
        <source>Change this limit?</source>
        <translation>要调整此限额吗？</translation>
    </message>
    <message>
        <source>Yes, send it</source>
        <translation>是，发送</translation>
    </message>
    <message>
        <source>Send the statement by e-mail?</source>
        <translation>通过电子邮件发送对账单？</translation>
    </message>
    <message>
        <source>The bank sends it to the address it has on file, and to no other.</source>
        <translation>银行只会发送到您预留的邮箱，不会发往其他地址。</translation>
    </message>
    <message>
        <source>Yes, remove it</source>
        <translation>是，删除</translation>
    </message>
    <message>
        <source>Remove this saved payee?</source>
        <translation>要删除这位已保存的收款人吗？</translation>
    </message>
    <message>
        <source>Money that is on its way is not touched. To pay them again you type name and account.</source>
        <translation>已提交的转账不受影响。以后再转账，需要重新输入姓名和账号。</translation>
    </message>
    <message>
        <source>No, go back</source>
        <translation>否，返回</translation>
    </message>
</context>
<context>
    <name>ChangeDone</name>
    <message>
        <source>The card was stopped already</source>
        <translation>此卡之前已经停用</translation>
    </message>
    <message>
        <source>Your card is stopped</source>
        <translation>您的卡已临时停用</translation>
    </message>
    <message>
        <source>Nobody can pay with it. If you find it, our staff will free it.</source>
        <translation>任何人都不能再用此卡支付。找到后，工作人员可为您解除停用。</translation>
    </message>
    <message>
        <source>Your card is stopped for ever</source>
        <translation>您的卡已永久停用</translation>
    </message>
    <message>
        <source>Nobody can pay with it. Our staff will order a new card for you.</source>
        <translation>任何人都不能再用此卡支付。工作人员可为您补办新卡。</translation>
    </message>
    <message>
        <source>Your card can be used again</source>
        <translation>您的卡已恢复使用</translation>
    </message>
    <message>
        <source>Your card is active</source>
        <translation>您的卡已激活</translation>
    </message>
    <message>
        <source>Your new phone number is on file</source>
        <translation>新手机号码已登记</translation>
    </message>
    <message>
        <source>Your new address is on file</source>
        <translation>新地址已登记</translation>
    </message>
    <message>
        <source>Your new limit applies from now on</source>
        <translation>新限额已生效</translation>
    </message>
    <message>
        <source>The bank will send your statement</source>
        <translation>银行将为您发送对账单</translation>
    </message>
    <message>
        <source>The payee is saved</source>
        <translation>收款人已保存</translation>
    </message>
    <message>
        <source>The payee is removed</source>
        <translation>收款人已删除</translation>
    </message>
    <message>
        <source>Reference: %1</source>
        <translation>业务编号：%1</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>ChangeNotMade</name>
    <message>
        <source>Your card is not stopped</source>
        <translation>您的卡还没有停用</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何变动</translation>
    </message>
    <message>
        <source>What you asked for did not reach the bank. Please try again.</source>
        <translation>您的请求没有送达银行，请再试一次。</translation>
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
    <name>ChangeTurnedDown</name>
    <message>
        <source>The code was not accepted for this</source>
        <translation>验证码未通过</translation>
    </message>
    <message>
        <source>Nothing was changed. You can begin again, or our staff will help you.</source>
        <translation>没有任何变动。您可以重新办理，或请工作人员协助。</translation>
    </message>
    <message>
        <source>A limit this high cannot be set here</source>
        <translation>此处不能设置这么高的限额</translation>
    </message>
    <message>
        <source>Nothing was changed. Our staff can do it with you.</source>
        <translation>没有任何变动。工作人员可以为您办理。</translation>
    </message>
    <message>
        <source>The date was wrong too often</source>
        <translation>有效期输错次数过多</translation>
    </message>
    <message>
        <source>The card stays as it is. Our staff will activate it with you.</source>
        <translation>卡片状态不变，请由工作人员为您激活。</translation>
    </message>
    <message>
        <source>Your card stays stopped</source>
        <translation>您的卡仍为停用状态</translation>
    </message>
    <message>
        <source>Our staff decided this. They will tell you why, and what can be done.</source>
        <translation>这是工作人员的决定。工作人员会向您说明原因和后续办法。</translation>
    </message>
    <message>
        <source>Nobody has decided in time</source>
        <translation>未能及时处理</translation>
    </message>
    <message>
        <source>Your card stays stopped for now. You can ask again, or go to the desk.</source>
        <translation>您的卡暂时仍为停用状态。您可以再次申请，或前往服务台。</translation>
    </message>
    <message>
        <source>This card can only be replaced</source>
        <translation>这张卡只能换新卡</translation>
    </message>
    <message>
        <source>It was reported lost or stolen. Our staff will order a new card for you.</source>
        <translation>此卡已挂失。工作人员会为您办理新卡。</translation>
    </message>
    <message>
        <source>The bank no longer knows of your request</source>
        <translation>银行查不到您的申请</translation>
    </message>
    <message>
        <source>We do not know whether your card can be used. Our staff will find out with you.</source>
        <translation>暂时无法确定您的卡能否使用。工作人员会与您一起核实。</translation>
    </message>
    <message>
        <source>The bank has no e-mail address of yours on file</source>
        <translation>您没有预留电子邮箱</translation>
    </message>
    <message>
        <source>Please choose another way, or give our staff your address.</source>
        <translation>请选择其他方式，或请工作人员登记邮箱。</translation>
    </message>
    <message>
        <source>For your safety this session has ended</source>
        <translation>为了您的安全，本次登录已结束</translation>
    </message>
    <message>
        <source>Nothing was changed. Please start over, and show your document again.</source>
        <translation>没有任何变动。请重新开始，并再次出示证件。</translation>
    </message>
    <message>
        <source>The bank does not offer this here</source>
        <translation>此业务无法在这里办理</translation>
    </message>
    <message>
        <source>Nothing was changed. Our staff will see with you what is possible.</source>
        <translation>没有任何变动。工作人员会协助您处理。</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
    <message>
        <source>Back to the choices</source>
        <translation>返回业务选择</translation>
    </message>
</context>
<context>
    <name>ChangeUnderWay</name>
    <message>
        <source>We are asking the bank what became of it</source>
        <translation>正在向银行核实办理结果</translation>
    </message>
    <message>
        <source>Your request goes to the bank</source>
        <translation>正在提交您的申请</translation>
    </message>
    <message>
        <source>Your card is being stopped</source>
        <translation>正在停用您的卡</translation>
    </message>
    <message>
        <source>Your change is being made</source>
        <translation>正在为您办理</translation>
    </message>
    <message>
        <source>The payee is being saved</source>
        <translation>正在保存收款人</translation>
    </message>
    <message>
        <source>The payee is being removed</source>
        <translation>正在删除收款人</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候片刻。</translation>
    </message>
</context>
<context>
    <name>ChangeUnknown</name>
    <message>
        <source>Please ring %1 now to be sure.</source>
        <translation>为确保安全，请立即拨打 %1。</translation>
    </message>
    <message>
        <source>You can also ring %1.</source>
        <translation>您也可以拨打 %1。</translation>
    </message>
    <message>
        <source>We do not know yet whether your card is stopped</source>
        <translation>尚未确认您的卡是否已停用</translation>
    </message>
    <message>
        <source>We do not know yet whether your request reached the bank</source>
        <translation>暂时不知道您的申请是否已提交</translation>
    </message>
    <message>
        <source>We do not know yet whether the payee is saved</source>
        <translation>暂时还不知道收款人是否已保存</translation>
    </message>
    <message>
        <source>We do not know yet whether the payee is removed</source>
        <translation>暂时还不知道收款人是否已删除</translation>
    </message>
    <message>
        <source>We do not know yet whether it was changed</source>
        <translation>尚未确认是否办理成功</translation>
    </message>
    <message>
        <source>The bank has not answered. We keep asking, even after you leave, and nothing is done twice.</source>
        <translation>银行系统没有应答。您离开后我们也会继续核实，不会重复办理。</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再次核实</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>ChangeWithStaff</name>
    <message>
        <source>Our staff will check you and your document, and decide whether this card can be used again.</source>
        <translation>工作人员核对您本人和证件后，决定这张卡能否恢复使用。</translation>
    </message>
    <message>
        <source>We are calling a member of staff</source>
        <translation>正在呼叫工作人员</translation>
    </message>
    <message>
        <source>Please go to the desk</source>
        <translation>请您前往服务台</translation>
    </message>
    <message>
        <source>We could not reach our staff from this kiosk. At the desk they can decide it as well.</source>
        <translation>从本机未能联系到工作人员。您也可以在服务台办理。</translation>
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
        <source>We have called our staff again. At the desk they can decide it as well.</source>
        <translation>我们已再次呼叫工作人员。您也可以在服务台办理。</translation>
    </message>
    <message>
        <source>A member of staff is coming</source>
        <translation>工作人员马上就来</translation>
    </message>
    <message>
        <source>The bank is not answering just now. We keep asking.</source>
        <translation>银行系统暂时没有回应，我们会继续询问。</translation>
    </message>
    <message>
        <source>You need not wait here: your request stays open for some minutes.</source>
        <translation>您不必在此等候：您的申请在几分钟内有效。</translation>
    </message>
    <message>
        <source>Do not wait here</source>
        <translation>不在此等候</translation>
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
    <name>CheckingOneTimeCode</name>
    <message>
        <source>The code is being checked</source>
        <translation>正在核对验证码</translation>
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
    <name>CodeMissing</name>
    <message>
        <source>Has the message not arrived?</source>
        <translation>没有收到短信吗？</translation>
    </message>
    <message>
        <source>We sent it to %1. It can take a minute.</source>
        <translation>短信已发送到 %1，有时需要等一分钟。</translation>
    </message>
    <message>
        <source>Please check that your phone is on and has a signal. A new message cancels the earlier code.</source>
        <translation>请看一下手机是否开机、有没有信号。重新发送后，之前的验证码作废。</translation>
    </message>
    <message>
        <source>Send another message</source>
        <translation>重新发送短信</translation>
    </message>
    <message>
        <source>It has arrived: type the code</source>
        <translation>已收到，去输入</translation>
    </message>
    <message>
        <source>This is not my phone</source>
        <translation>这不是我的手机</translation>
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
    <name>CodeScreen</name>
    <message>
        <source>%1 seconds</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 minutes</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 hours</source>
        <translation>%1 小时</translation>
    </message>
</context>
<context>
    <name>ComparingHolder</name>
    <message>
        <source>Your card was read</source>
        <translation>已读取您的证件</translation>
    </message>
    <message>
        <source>We are checking it. You can take your card back.</source>
        <translation>正在核对，您可以取回证件。</translation>
    </message>
</context>
<context>
    <name>ComplaintAbout</name>
    <message>
        <source>What is your complaint about?</source>
        <translation>您要投诉什么？</translation>
    </message>
    <message>
        <source>We are sorry that something went wrong. A few taps are enough.</source>
        <translation>很抱歉给您带来不便。只需点选几下即可。</translation>
    </message>
    <message>
        <source>Our staff will gladly write it down for you.</source>
        <translation>工作人员可以为您记录投诉内容。</translation>
    </message>
    <message>
        <source>Check on an earlier complaint</source>
        <translation>查询已提交的投诉</translation>
    </message>
</context>
<context>
    <name>ComplaintContact</name>
    <message>
        <source>With the contact details on file</source>
        <translation>使用银行预留的联系方式</translation>
    </message>
    <message>
        <source>By telephone</source>
        <translation>电话答复</translation>
    </message>
    <message>
        <source>Without my name</source>
        <translation>匿名投诉</translation>
    </message>
    <message>
        <source>You can look up the answer here, with the reference you get.</source>
        <translation>凭回执上的编号在本机查询答复。</translation>
    </message>
    <message>
        <source>How shall we answer you?</source>
        <translation>您希望怎样得到答复？</translation>
    </message>
</context>
<context>
    <name>ComplaintDay</name>
    <message>
        <source>On which day did it happen?</source>
        <translation>发生在哪一天？</translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>dddd, d MMMM</source>
        <translation>M月d日 dddd</translation>
    </message>
</context>
<context>
    <name>ComplaintFiling</name>
    <message>
        <source>Your complaint is being put on record</source>
        <translation>正在登记您的投诉</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候片刻。</translation>
    </message>
</context>
<context>
    <name>ComplaintHandler</name>
    <message>
        <source>This branch</source>
        <translation>本网点</translation>
    </message>
    <message>
        <source>Usually the quickest.</source>
        <translation>通常处理最快。</translation>
    </message>
    <message>
        <source>Somebody outside this branch</source>
        <translation>本网点以外的人员</translation>
    </message>
    <message>
        <source>Nobody you complain about will handle it.</source>
        <translation>被投诉人员不参与处理。</translation>
    </message>
    <message>
        <source>Who should handle it?</source>
        <translation>您希望由谁处理？</translation>
    </message>
</context>
<context>
    <name>ComplaintPhone</name>
    <message>
        <source>Which number shall we call?</source>
        <translation>请输入您的联系电话</translation>
    </message>
    <message>
        <source>This is not a complete telephone number. Please check it.</source>
        <translation>电话号码有误，请核对。</translation>
    </message>
    <message>
        <source>Telephone number</source>
        <translation>联系电话</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>ComplaintReceipt</name>
    <message>
        <source>The bank cannot be reached just now. Your complaint will be passed on; this reference stays valid.</source>
        <translation>暂时无法连接银行系统，您的投诉会自动送达，此编号一直有效。</translation>
    </message>
    <message>
        <source>Your complaint is on record</source>
        <translation>您的投诉已受理</translation>
    </message>
    <message>
        <source>Received: %1</source>
        <translation>受理时间：%1</translation>
    </message>
    <message>
        <source>We will answer by %1.</source>
        <translation>我们将于%1前答复您。</translation>
    </message>
    <message>
        <source>If it is difficult, by %1 at the latest; we will then tell you why.</source>
        <translation>情况复杂时最迟不晚于%1，届时会向您说明原因。</translation>
    </message>
    <message>
        <source>Our staff will then come and write it down with you.</source>
        <translation>接下来，工作人员会过来为您记录。</translation>
    </message>
    <message>
        <source>Reference: %1
Code: %2</source>
        <translation>投诉编号：%1
查询码：%2</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>ComplaintScreen</name>
    <message>
        <source>d MMMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>In the last few days</source>
        <translation>最近几天</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>更早以前</translation>
    </message>
</context>
<context>
    <name>ComplaintSummary</name>
    <message>
        <source>Answer: by telephone, %1</source>
        <translation>答复方式：电话 %1</translation>
    </message>
    <message>
        <source>Answer: with the contact details on file</source>
        <translation>答复方式：银行预留的联系方式</translation>
    </message>
    <message>
        <source>Answer: without your name, to be looked up here</source>
        <translation>答复方式：匿名，凭编号在本机查询</translation>
    </message>
    <message>
        <source>In your words: our staff will write them down</source>
        <translation>补充说明：由工作人员记录</translation>
    </message>
    <message>
        <source>In your words: %1</source>
        <translation>补充说明：%1</translation>
    </message>
    <message>
        <source>Is this right?</source>
        <translation>请核对投诉内容</translation>
    </message>
    <message>
        <source>Complaint about: %1</source>
        <translation>投诉事项：%1</translation>
    </message>
    <message>
        <source>It happened: %1</source>
        <translation>发生时间：%1</translation>
    </message>
    <message>
        <source>You would like: %1</source>
        <translation>您的诉求：%1</translation>
    </message>
    <message>
        <source>Handled by: somebody outside this branch</source>
        <translation>处理人员：本网点以外的人员</translation>
    </message>
    <message>
        <source>Handled by: this branch</source>
        <translation>处理人员：本网点</translation>
    </message>
    <message>
        <source>Yes, send the complaint</source>
        <translation>确认提交</translation>
    </message>
</context>
<context>
    <name>ComplaintText</name>
    <message>
        <source>What happened?</source>
        <translation>发生了什么事？</translation>
    </message>
    <message>
        <source>Please leave out card numbers, passwords and codes.</source>
        <translation>请不要填写卡号、密码和验证码。</translation>
    </message>
    <message>
        <source>In a few words</source>
        <translation>请简单说明</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>ComplaintWhen</name>
    <message>
        <source>When did it happen?</source>
        <translation>是什么时候的事？</translation>
    </message>
    <message>
        <source>I know the day</source>
        <translation>选择具体日期</translation>
    </message>
</context>
<context>
    <name>ComplaintWish</name>
    <message>
        <source>What would put it right?</source>
        <translation>您希望怎样解决？</translation>
    </message>
</context>
<context>
    <name>ComplaintWords</name>
    <message>
        <source>Write it here</source>
        <translation>在这里填写</translation>
    </message>
    <message>
        <source>Tell it to our staff</source>
        <translation>口头告诉工作人员</translation>
    </message>
    <message>
        <source>They write it down for you.</source>
        <translation>由工作人员为您记录。</translation>
    </message>
    <message>
        <source>Leave it at that</source>
        <translation>不用了，继续</translation>
    </message>
    <message>
        <source>Would you like to say more?</source>
        <translation>您想再说明一下吗？</translation>
    </message>
    <message>
        <source>Please leave out card numbers, passwords and codes: nobody here needs them.</source>
        <translation>请不要填写卡号、密码和验证码，我们不需要这些信息。</translation>
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
        <source>Your present time is then given up: %1</source>
        <translation>原预约时间将取消：%1</translation>
    </message>
    <message>
        <source>You get a new code. The old one is no longer valid.</source>
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
        <translation>取消 %1 的预约？</translation>
    </message>
    <message>
        <source>Your place is given to somebody else, and your code is no longer valid.</source>
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
    <name>DayGrid</name>
    <message>
        <source>Month before</source>
        <translation>上个月</translation>
    </message>
    <message>
        <source>Month after</source>
        <translation>下个月</translation>
    </message>
</context>
<context>
    <name>DelayChoice</name>
    <message>
        <source>At once: it cannot be cancelled</source>
        <translation>实时到账：转出后不能撤销</translation>
    </message>
    <message>
        <source>In 2 hours</source>
        <translation>2 小时后到账</translation>
    </message>
    <message>
        <source>The next day</source>
        <translation>次日到账</translation>
    </message>
    <message>
        <source>In 24 hours</source>
        <translation>24 小时后到账</translation>
    </message>
    <message>
        <source>When shall the money go?</source>
        <translation>您希望什么时候到账？</translation>
    </message>
    <message>
        <source>Until then you can cancel it, at any of our kiosks or counters.</source>
        <translation>到账前，您可以在我行任何一台终端或柜台撤销。</translation>
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
        <source>The bank is looking for your appointment today.</source>
        <translation>银行正在查询您今天的预约。</translation>
    </message>
</context>
<context>
    <name>FraudQuestion</name>
    <message>
        <source>Question %1 of %2</source>
        <translation>第 %1 题，共 %2 题</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>不是</translation>
    </message>
</context>
<context>
    <name>FraudStopped</name>
    <message>
        <source>We have stopped here. Nothing has been done</source>
        <translation>已为您停下，什么都没有办理</translation>
    </message>
    <message>
        <source>What you told us is how fraudsters work.</source>
        <translation>您说的情况，正是骗子常用的手法。</translation>
    </message>
    <message>
        <source>Please end the call or the chat, and do not do what they say.</source>
        <translation>请挂断电话、停止聊天，不要再按对方说的做。</translation>
    </message>
    <message>
        <source>Talk to our staff, or ring one of these numbers. They will help you at once.</source>
        <translation>请告诉我们的工作人员，或拨打下面的电话，马上会有人帮您。</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
    <message>
        <source>Back to the menu</source>
        <translation>返回菜单</translation>
    </message>
</context>
<context>
    <name>FraudWarning</name>
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
    <name>FromAccount</name>
    <message>
        <source>From which account?</source>
        <translation>从哪个账户转出？</translation>
    </message>
</context>
<context>
    <name>HandOver</name>
    <message>
        <source>Scan the code with your phone&apos;s camera. It opens the bank&apos;s app, if you have it.</source>
        <translation>请用手机相机扫码，将打开手机银行（需已安装）。</translation>
    </message>
    <message>
        <source>Scan the code in the app that our account is in. It contains nothing about you.</source>
        <translation>请用微信扫码。二维码中没有您的任何信息。</translation>
    </message>
    <message>
        <source>Scan the code with your phone&apos;s camera. It contains nothing about you.</source>
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
    <name>LimitList</name>
    <message>
        <source>Now %1</source>
        <translation>当前 %1</translation>
    </message>
    <message>
        <source>Which limit do you want to change?</source>
        <translation>您要调整哪项限额？</translation>
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
        <source>Make a complaint</source>
        <translation>我要投诉</translation>
    </message>
    <message>
        <source>Make a suggestion</source>
        <translation>提建议</translation>
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
        <source>My accounts and cards</source>
        <translation>我的账户和银行卡</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>转账</translation>
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
    <name>MovementList</name>
    <message>
        <source>Available: %1</source>
        <translation>可用余额：%1</translation>
    </message>
    <message>
        <source>There are no transactions.</source>
        <translation>没有交易记录。</translation>
    </message>
    <message>
        <source>Hide the amounts</source>
        <translation>隐藏金额</translation>
    </message>
    <message>
        <source>Show the amounts</source>
        <translation>显示金额</translation>
    </message>
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
        <source>To move it, please look it up with your identity document.</source>
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
    <name>NewAddress</name>
    <message>
        <source>On file: %1</source>
        <translation>预留信息：%1</translation>
    </message>
    <message>
        <source>Please write the whole address: city, street and number.</source>
        <translation>请输入完整地址：城市、街道和门牌号。</translation>
    </message>
    <message>
        <source>What is your new address?</source>
        <translation>您的新地址是？</translation>
    </message>
    <message>
        <source>City, street, number</source>
        <translation>城市、街道、门牌号</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>NewLimit</name>
    <message>
        <source>Now %1. Here at most %2.</source>
        <translation>当前 %1，此处最高可设 %2。</translation>
    </message>
    <message>
        <source>You can set at most %2 here. For more, please ask our staff.</source>
        <translation>此处最高可设 %2。如需更高，请联系工作人员。</translation>
    </message>
    <message>
        <source>This is what it is now: %1.</source>
        <translation>与当前限额相同：%1。</translation>
    </message>
    <message>
        <source>Whole amount in %1</source>
        <translation>整数金额（%1）</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>NewPhone</name>
    <message>
        <source>On file: %1</source>
        <translation>预留信息：%1</translation>
    </message>
    <message>
        <source>This is not a mobile number. Numbers of other countries begin with + and their code.</source>
        <translation>这不是有效的手机号码。境外号码请以 + 和国家代码开头。</translation>
    </message>
    <message>
        <source>What is your new phone number?</source>
        <translation>您的新手机号码是？</translation>
    </message>
    <message>
        <source>Phone number</source>
        <translation>手机号码</translation>
    </message>
    <message>
        <source>Plus, for other countries</source>
        <translation>加号，用于境外号码</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>NoAccount</name>
    <message>
        <source>You have no account that you can send money from here</source>
        <translation>您没有可在此转出的账户</translation>
    </message>
    <message>
        <source>If you expected something else, our staff will gladly help you.</source>
        <translation>如有疑问，工作人员很乐意为您服务。</translation>
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
        <source>You can take a number and wait, ask for a call-back, or ask our staff.</source>
        <translation>您可以取号等候、预约回电，或请工作人员协助。</translation>
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
        <source>To the first page</source>
        <translation>返回首页</translation>
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
    <name>NothingThere</name>
    <message>
        <source>You have no card that can be stopped</source>
        <translation>您没有可停用的卡</translation>
    </message>
    <message>
        <source>You have no card that is stopped for now</source>
        <translation>您没有临时停用的卡</translation>
    </message>
    <message>
        <source>You have no card waiting to be activated</source>
        <translation>您没有待激活的卡</translation>
    </message>
    <message>
        <source>There are no limits that you can set here</source>
        <translation>您没有可在此调整的限额</translation>
    </message>
    <message>
        <source>You have no account that can be shown here</source>
        <translation>您没有可在此查询的账户</translation>
    </message>
    <message>
        <source>A card that was reported lost or stolen can only be replaced.</source>
        <translation>已挂失的卡只能换新卡。</translation>
    </message>
    <message>
        <source>If you expected something else, our staff will gladly help you.</source>
        <translation>如有疑问，工作人员很乐意为您服务。</translation>
    </message>
    <message>
        <source>Back to the choices</source>
        <translation>返回业务选择</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
</context>
<context>
    <name>NumberRow</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
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
    <name>OneTimeCode</name>
    <message>
        <source>This code is not right. Tries left: %1</source>
        <translation>验证码不对，还可以再试 %1 次</translation>
    </message>
    <message>
        <source>Another message can be sent in %1.</source>
        <translation>%1后可以重新发送。</translation>
    </message>
    <message>
        <source>Please type the code from the message</source>
        <translation>请输入短信验证码</translation>
    </message>
    <message>
        <source>We sent it to %1.</source>
        <translation>短信已发送到 %1。</translation>
    </message>
    <message>
        <source>Never tell it to anyone, not even to our staff or the police.</source>
        <translation>请勿告诉任何人，包括银行工作人员和警察。</translation>
    </message>
    <message>
        <source>Code of %1 digits</source>
        <translation>%1 位验证码</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>I did not get it</source>
        <translation>没有收到</translation>
    </message>
</context>
<context>
    <name>OneTimeCodeRefused</name>
    <message>
        <source>You can try again in %1.</source>
        <translation>%1后可以再试。</translation>
    </message>
    <message>
        <source>The bank has no phone number of yours</source>
        <translation>银行没有您的手机号码</translation>
    </message>
    <message>
        <source>Our staff will gladly add one with you.</source>
        <translation>我们的工作人员可以帮您登记。</translation>
    </message>
    <message>
        <source>A message was sent a moment ago</source>
        <translation>刚刚已发送过短信</translation>
    </message>
    <message>
        <source>No more messages can be sent now</source>
        <translation>现在不能再发送短信</translation>
    </message>
    <message>
        <source>For your safety there is a limit.</source>
        <translation>为了您的资金安全，发送次数有限制。</translation>
    </message>
    <message>
        <source>If somebody asks you for codes, please tell our staff.</source>
        <translation>如果有人向您要验证码，请告诉我们的工作人员。</translation>
    </message>
    <message>
        <source>Too many wrong codes were typed</source>
        <translation>验证码输错次数太多</translation>
    </message>
    <message>
        <source>For your safety no code is taken now.</source>
        <translation>为了您的资金安全，暂时不能使用验证码。</translation>
    </message>
    <message>
        <source>The message could not be sent</source>
        <translation>短信没有发送成功</translation>
    </message>
    <message>
        <source>Please try once more, or ask our staff.</source>
        <translation>请再试一次，或请工作人员帮忙。</translation>
    </message>
    <message>
        <source>This code is no longer valid</source>
        <translation>这个验证码已经失效</translation>
    </message>
    <message>
        <source>A code can be used once, within a few minutes. Please have another one sent.</source>
        <translation>验证码几分钟内有效，只能用一次。请重新获取。</translation>
    </message>
    <message>
        <source>For your safety this session has ended</source>
        <translation>为了您的安全，本次登录已结束</translation>
    </message>
    <message>
        <source>Nothing was changed. Please start over, and show your document again.</source>
        <translation>没有任何变动。请重新开始，并再次出示证件。</translation>
    </message>
    <message>
        <source>The bank cannot be reached just now</source>
        <translation>暂时无法连接银行</translation>
    </message>
    <message>
        <source>Nothing has been done. Please try once more, or ask our staff.</source>
        <translation>什么都没有办理。请再试一次，或请工作人员帮忙。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>重新开始</translation>
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
    <name>Ordering</name>
    <message>
        <source>We are asking the bank what became of it</source>
        <translation>正在向银行核实办理结果</translation>
    </message>
    <message>
        <source>The bank is taking your order</source>
        <translation>银行正在受理您的转账</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候片刻。</translation>
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
        <source>Please go to the desk: our staff will gladly help you.</source>
        <translation>请您前往服务台，工作人员会为您办理。</translation>
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
    <name>PayeeCloseMatch</name>
    <message>
        <source>The name is a little different</source>
        <translation>户名略有不同</translation>
    </message>
    <message>
        <source>You wrote: %1</source>
        <translation>您输入的是：%1</translation>
    </message>
    <message>
        <source>The account belongs to: %1</source>
        <translation>账户户名是：%1</translation>
    </message>
    <message>
        <source>Go on only if you are sure that this is the one you mean.</source>
        <translation>请确认是您要转给的人，再继续。</translation>
    </message>
    <message>
        <source>Yes, I mean %1</source>
        <translation>是的，就是%1</translation>
    </message>
    <message>
        <source>Change what I typed</source>
        <translation>修改</translation>
    </message>
</context>
<context>
    <name>PayeeIban</name>
    <message>
        <source>An IBAN that begins with %1 has %2 letters and digits; here are %3.</source>
        <translation>以 %1 开头的 IBAN 应为 %2 位，您输入了 %3 位。</translation>
    </message>
    <message>
        <source>An IBAN begins with two letters and two digits. Please look at it again.</source>
        <translation>IBAN 以两个字母和两位数字开头，请再核对一下。</translation>
    </message>
    <message>
        <source>Something in it is mistyped. Please compare it, group by group.</source>
        <translation>输入有误，请逐组核对。</translation>
    </message>
    <message>
        <source>This is the account the money comes from. Please type another.</source>
        <translation>这是您的转出账户，请输入其他账号。</translation>
    </message>
    <message>
        <source>It begins with two letters for the country, such as DE or FR.</source>
        <translation>开头两个字母是国家代码，如 DE、FR。</translation>
    </message>
    <message>
        <source>Which IBAN shall it go to?</source>
        <translation>转到哪个 IBAN 账号？</translation>
    </message>
    <message>
        <source>IBAN</source>
        <translation>IBAN（国际银行账号）</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>PayeeMatch</name>
    <message>
        <source>Name and account match</source>
        <translation>户名与账号相符</translation>
    </message>
    <message>
        <source>The bank says that this account belongs to the person you named.</source>
        <translation>银行核实，该账户属于您填写的收款人。</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Change what I typed</source>
        <translation>修改</translation>
    </message>
</context>
<context>
    <name>PayeeName</name>
    <message>
        <source>Account: %1</source>
        <translation>账号：%1</translation>
    </message>
    <message>
        <source>Please write the whole name, as the bank knows it.</source>
        <translation>请输入收款人在银行登记的完整姓名。</translation>
    </message>
    <message>
        <source>Whose account is it?</source>
        <translation>收款人姓名是什么？</translation>
    </message>
    <message>
        <source>Name of the payee</source>
        <translation>收款人姓名</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>PayeeNoMatch</name>
    <message>
        <source>Stop: the account belongs to somebody else</source>
        <translation>请停止：该账户是别人的</translation>
    </message>
    <message>
        <source>The name that you wrote is not that of the account.</source>
        <translation>您填写的姓名与账户户名不符。</translation>
    </message>
    <message>
        <source>If somebody told you that this is all right and you should go on, it is a fraud.</source>
        <translation>如果有人说“没关系、继续转”，那就是诈骗。</translation>
    </message>
    <message>
        <source>Do not send</source>
        <translation>不转账</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
    <message>
        <source>Change what I typed</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Go on all the same</source>
        <translation>仍要继续</translation>
    </message>
</context>
<context>
    <name>PayeeNumber</name>
    <message>
        <source>An account number has at least 8 digits. Please look at it again.</source>
        <translation>账号至少 8 位数字，请再核对一下。</translation>
    </message>
    <message>
        <source>This is the account the money comes from. Please type another.</source>
        <translation>这是您的转出账户，请输入其他账号。</translation>
    </message>
    <message>
        <source>Which account shall it go to?</source>
        <translation>转到哪个账号？</translation>
    </message>
    <message>
        <source>Account number</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>It begins with letters (IBAN)</source>
        <translation>账号以字母开头（IBAN）</translation>
    </message>
</context>
<context>
    <name>PayeeUnchecked</name>
    <message>
        <source>Nobody could check whose account this is</source>
        <translation>无法核实账户户名</translation>
    </message>
    <message>
        <source>The payee&apos;s bank is not answering. Money that goes to a wrong account is hard to get back.</source>
        <translation>收款银行没有应答。转错账户的钱很难追回。</translation>
    </message>
    <message>
        <source>Please look at name and number again before you go on.</source>
        <translation>继续之前，请再核对姓名和账号。</translation>
    </message>
    <message>
        <source>Change what I typed</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
    <message>
        <source>It is right, go on</source>
        <translation>核对无误，继续</translation>
    </message>
</context>
<context>
    <name>PendingTransfer</name>
    <message>
        <source>Cancel this transfer?</source>
        <translation>要撤销这笔转账吗？</translation>
    </message>
    <message>
        <source>It will be sent at %1.</source>
        <translation>将于 %1 转出。</translation>
    </message>
    <message>
        <source>Yes, cancel the transfer</source>
        <translation>是，撤销转账</translation>
    </message>
    <message>
        <source>No, leave it</source>
        <translation>不，保留</translation>
    </message>
</context>
<context>
    <name>PendingTransfers</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 转给 %2</translation>
    </message>
    <message>
        <source>To be sent at %1</source>
        <translation>%1 转出</translation>
    </message>
    <message>
        <source>Transfers waiting to be sent</source>
        <translation>等待转出的款项</translation>
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
    <name>RealTimeReview</name>
    <message>
        <source>Note: %1</source>
        <translation>附言：%1</translation>
    </message>
    <message>
        <source>From: %1</source>
        <translation>转出账户：%1</translation>
    </message>
    <message>
        <source>At once: is everything right?</source>
        <translation>实时到账：是否全部正确？</translation>
    </message>
    <message>
        <source>Amount: %1</source>
        <translation>金额：%1</translation>
    </message>
    <message>
        <source>No, change it</source>
        <translation>不对，去修改</translation>
    </message>
</context>
<context>
    <name>Receipt</name>
    <message>
        <source>Transfer sent</source>
        <translation>转账已转出</translation>
    </message>
    <message>
        <source>Transfer ordered</source>
        <translation>转账已受理</translation>
    </message>
    <message>
        <source>Transfer cancelled</source>
        <translation>转账已撤销</translation>
    </message>
    <message>
        <source>Transfer: not known yet</source>
        <translation>转账结果待确认</translation>
    </message>
    <message>
        <source>Cancellation: not known yet</source>
        <translation>撤销结果待确认</translation>
    </message>
    <message>
        <source>Card stopped for now</source>
        <translation>银行卡已临时停用</translation>
    </message>
    <message>
        <source>Card stopped for ever</source>
        <translation>银行卡已永久停用</translation>
    </message>
    <message>
        <source>Card can be used again</source>
        <translation>银行卡已恢复使用</translation>
    </message>
    <message>
        <source>Card activated</source>
        <translation>银行卡已激活</translation>
    </message>
    <message>
        <source>Phone number changed</source>
        <translation>手机号码已更改</translation>
    </message>
    <message>
        <source>Address changed</source>
        <translation>联系地址已更改</translation>
    </message>
    <message>
        <source>Limit changed</source>
        <translation>限额已更改</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>投诉回执</translation>
    </message>
    <message>
        <source>Suggestion</source>
        <translation>建议回执</translation>
    </message>
    <message>
        <source>Appointment</source>
        <translation>预约凭条</translation>
    </message>
    <message>
        <source>Appointment moved</source>
        <translation>预约已改期</translation>
    </message>
    <message>
        <source>Appointment cancelled</source>
        <translation>预约已取消</translation>
    </message>
    <message>
        <source>Until then you can cancel it at any of our terminals, or at a counter.</source>
        <translation>在此之前，您可以在我行任一自助终端或柜台撤销。</translation>
    </message>
    <message>
        <source>The bank had not answered yet. Please do not send it again; ask us with the reference.</source>
        <translation>出具时银行系统尚未应答。请勿重复转账，可凭业务编号向我行查询。</translation>
    </message>
    <message>
        <source>The bank had not answered yet. Please ask us with the reference.</source>
        <translation>出具时银行系统尚未应答。可凭业务编号向我行查询。</translation>
    </message>
    <message>
        <source>It will be passed on to the bank; this reference stays valid.</source>
        <translation>网络恢复后自动送达我行，本编号持续有效。</translation>
    </message>
    <message>
        <source>We have received your suggestion. Thank you.</source>
        <translation>您的建议已收到，感谢您的支持。</translation>
    </message>
    <message>
        <source>Amount: %1</source>
        <translation>金额：%1</translation>
    </message>
    <message>
        <source>From account: %1</source>
        <translation>付款账号：%1</translation>
    </message>
    <message>
        <source>To: %1</source>
        <translation>收款人：%1</translation>
    </message>
    <message>
        <source>Account: %1</source>
        <translation>账号：%1</translation>
    </message>
    <message>
        <source>To be sent: %1</source>
        <translation>转出时间：%1</translation>
    </message>
    <message>
        <source>Card: %1</source>
        <translation>卡号：%1</translation>
    </message>
    <message>
        <source>New number: %1</source>
        <translation>新号码：%1</translation>
    </message>
    <message>
        <source>Limit: %1</source>
        <translation>限额：%1</translation>
    </message>
    <message>
        <source>Time: %1</source>
        <translation>时间：%1</translation>
    </message>
    <message>
        <source>Check in from: %1</source>
        <translation>可签到时间：%1 起</translation>
    </message>
    <message>
        <source>For: %1</source>
        <translation>业务：%1</translation>
    </message>
    <message>
        <source>Booking number: %1</source>
        <translation>预约号：%1</translation>
    </message>
    <message>
        <source>Received: %1</source>
        <translation>受理时间：%1</translation>
    </message>
    <message>
        <source>We answer by: %1</source>
        <translation>答复期限：%1</translation>
    </message>
    <message>
        <source>At the latest by: %1</source>
        <translation>最迟：%1</translation>
    </message>
    <message>
        <source>Reference: %1</source>
        <translation>业务编号：%1</translation>
    </message>
    <message>
        <source>Code: %1</source>
        <translation>查询码：%1</translation>
    </message>
    <message>
        <source>for one transfer</source>
        <translation>单笔转账</translation>
    </message>
    <message>
        <source>for transfers in a day</source>
        <translation>每日转账</translation>
    </message>
    <message>
        <source>for card payments in a day</source>
        <translation>每日刷卡消费</translation>
    </message>
    <message>
        <source>for cash in a day</source>
        <translation>每日取现</translation>
    </message>
    <message>
        <source>Terminal: %1</source>
        <translation>终端编号：%1</translation>
    </message>
    <message>
        <source>Made: %1</source>
        <translation>出具时间：%1</translation>
    </message>
</context>
<context>
    <name>ReceiptOffer</name>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Take it along on my phone</source>
        <translation>用手机带走</translation>
    </message>
    <message>
        <source>It says what was done, when and where. Account numbers are covered.</source>
        <translation>凭条上有业务内容、时间和网点，账号已遮盖。</translation>
    </message>
    <message>
        <source>Would you like it in another way, too?</source>
        <translation>还需要用其他方式领取吗？</translation>
    </message>
    <message>
        <source>Would you like a receipt?</source>
        <translation>您需要凭条吗？</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>No receipt</source>
        <translation>不需要凭条</translation>
    </message>
    <message>
        <source>Transactions: %1</source>
        <translation>交易笔数：%1</translation>
    </message>
    <message>
        <source>Your statement is ready</source>
        <translation>对账单已备好</translation>
    </message>
    <message>
        <source>Send by e-mail</source>
        <translation>发送到电子邮箱</translation>
    </message>
    <message>
        <source>Account number covered</source>
        <translation>账号已遮盖</translation>
    </message>
    <message>
        <source>Account number in full</source>
        <translation>显示完整账号</translation>
    </message>
    <message>
        <source>Touch to change</source>
        <translation>点按可更改</translation>
    </message>
    <message>
        <source>The printer is out of paper. Please choose another way, or call our staff.</source>
        <translation>打印机缺纸。请选择其他方式，或呼叫工作人员。</translation>
    </message>
    <message>
        <source>The bank is not answering just now. Please choose another way, or try again.</source>
        <translation>银行系统暂时没有应答。请选择其他方式，或再试一次。</translation>
    </message>
    <message>
        <source>This printer cannot print now. Please choose another way, or call our staff.</source>
        <translation>打印机暂时无法打印。请选择其他方式，或呼叫工作人员。</translation>
    </message>
</context>
<context>
    <name>ReceiptOnPhone</name>
    <message>
        <source>Scan the code with your phone</source>
        <translation>请用手机扫描二维码</translation>
    </message>
    <message>
        <source>The statement can be downloaded once, until %1. Let nobody else scan it.</source>
        <translation>对账单只能下载一次，%1 前有效。请勿让他人扫描。</translation>
    </message>
    <message>
        <source>The code holds the receipt itself, as text: keep it, or take a picture of it.</source>
        <translation>二维码里就是凭条文字，扫码后请保存或截屏。</translation>
    </message>
    <message>
        <source>Your phone needs no network for it.</source>
        <translation>手机无需联网。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>ReceiptPrinted</name>
    <message>
        <source>Please take your statement from the printer</source>
        <translation>请从打印口取走对账单</translation>
    </message>
    <message>
        <source>Please take your receipt from the printer</source>
        <translation>请从打印口取走凭条</translation>
    </message>
    <message>
        <source>Leave nothing behind: the next customer could read it.</source>
        <translation>请勿遗留，以免被他人看到。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>ReceiptWorking</name>
    <message>
        <source>It is being printed</source>
        <translation>正在打印</translation>
    </message>
    <message>
        <source>It is being prepared</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候片刻。</translation>
    </message>
</context>
<context>
    <name>RemovablePayees</name>
    <message>
        <source>Which payee shall be removed?</source>
        <translation>要删除哪位收款人？</translation>
    </message>
</context>
<context>
    <name>Reviewed</name>
    <message>
        <source>To: %1</source>
        <translation>收款人：%1</translation>
    </message>
    <message>
        <source>Account: %1</source>
        <translation>账号：%1</translation>
    </message>
    <message>
        <source>From: %1</source>
        <translation>转出账户：%1</translation>
    </message>
    <message>
        <source>It goes: %1</source>
        <translation>到账方式：%1</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>附言：%1</translation>
    </message>
    <message>
        <source>Change the note</source>
        <translation>修改附言</translation>
    </message>
    <message>
        <source>Add a note for the payee</source>
        <translation>给收款人附言</translation>
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
        <source>Bank hotline: %1</source>
        <translation>本行客服热线：%1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
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
    <name>SendingCode</name>
    <message>
        <source>A message is being sent to your phone</source>
        <translation>正在向您的手机发送短信</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候片刻。</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>小</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>大</translation>
    </message>
    <message>
        <source>Largest</source>
        <translation>特大</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>White on black</source>
        <translation>黑底白字</translation>
    </message>
    <message>
        <source>Black on white</source>
        <translation>白底黑字</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左手</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右手</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>慢</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>快</translation>
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
        <source>Read aloud (others can hear it)</source>
        <translation>朗读（旁人可能听到）</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Reading speed</source>
        <translation>朗读速度</translation>
    </message>
    <message>
        <source>Hand you touch with</source>
        <translation>操作用手</translation>
    </message>
    <message>
        <source>Large and slow</source>
        <translation>大字慢速（长辈模式）</translation>
    </message>
    <message>
        <source>%1 is on the way</source>
        <translation>%1正在赶来</translation>
    </message>
    <message>
        <source>Nobody has answered yet: please go to the desk</source>
        <translation>还没有工作人员回应，请您前往服务台</translation>
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
        <translation>我们已再次呼叫工作人员。如果您不想等候，请前往服务台。</translation>
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
        <source>Nothing has been done. Please end the call or the chat, and do not do what they say.</source>
        <translation>什么都没有办理。请挂断电话、停止聊天，不要再按对方说的做。</translation>
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
    <name>StandingAsking</name>
    <message>
        <source>We are asking how it stands</source>
        <translation>正在查询处理进度</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候片刻。</translation>
    </message>
</context>
<context>
    <name>StandingCode</name>
    <message>
        <source>And the code on your receipt?</source>
        <translation>请输入查询码</translation>
    </message>
    <message>
        <source>The code has four digits.</source>
        <translation>查询码为四位数字。</translation>
    </message>
    <message>
        <source>So that nobody else can look it up.</source>
        <translation>查询码在您的回执上，可防止他人查询。</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>查询码</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>StandingReference</name>
    <message>
        <source>Which complaint is it?</source>
        <translation>请输入投诉编号</translation>
    </message>
    <message>
        <source>This is not a valid reference: a digit is wrong or missing. Please compare it with your receipt.</source>
        <translation>编号有误或不完整，请与回执核对。</translation>
    </message>
    <message>
        <source>Please type the reference on your receipt.</source>
        <translation>编号印在您的投诉回执上。</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>投诉编号</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>StandingRefused</name>
    <message>
        <source>Reference and code do not match</source>
        <translation>编号与查询码不符</translation>
    </message>
    <message>
        <source>Please compare both with your receipt. Our staff can also look it up for you.</source>
        <translation>请与回执核对，也可以请工作人员为您查询。</translation>
    </message>
    <message>
        <source>There were too many tries</source>
        <translation>尝试次数过多</translation>
    </message>
    <message>
        <source>To protect your complaint, please wait an hour, or ask our staff.</source>
        <translation>为保护您的信息，请一小时后再试，或联系工作人员。</translation>
    </message>
    <message>
        <source>The bank cannot be reached just now</source>
        <translation>暂时无法连接银行</translation>
    </message>
    <message>
        <source>Your complaint is safe. Please try again in a moment, or ask our staff.</source>
        <translation>您的投诉不受影响。请稍后再试，或联系工作人员。</translation>
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
    <name>StandingShown</name>
    <message>
        <source>We will answer by %1.</source>
        <translation>我们将于%1前答复您。</translation>
    </message>
    <message>
        <source>We should have answered by %1. Please speak to our staff.</source>
        <translation>我们本应在%1前答复您，请联系工作人员。</translation>
    </message>
    <message>
        <source>We have your complaint</source>
        <translation>您的投诉已受理</translation>
    </message>
    <message>
        <source>We are working on your complaint</source>
        <translation>您的投诉正在处理中</translation>
    </message>
    <message>
        <source>We need more time for your complaint</source>
        <translation>您的投诉已延期处理</translation>
    </message>
    <message>
        <source>Your complaint was answered</source>
        <translation>您的投诉已答复</translation>
    </message>
    <message>
        <source>Your complaint is closed</source>
        <translation>您的投诉已办结</translation>
    </message>
    <message>
        <source>Your complaint was withdrawn</source>
        <translation>您的投诉已撤回</translation>
    </message>
    <message>
        <source>Complaint number: %1</source>
        <translation>投诉编号：%1</translation>
    </message>
    <message>
        <source>Received: %1</source>
        <translation>受理时间：%1</translation>
    </message>
    <message>
        <source>Status since: %1</source>
        <translation>更新日期：%1</translation>
    </message>
    <message>
        <source>Our answer: %1</source>
        <translation>我们的答复：%1</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>StatementAccount</name>
    <message>
        <source>Which account is the statement for?</source>
        <translation>请选择账户</translation>
    </message>
</context>
<context>
    <name>StatementSpan</name>
    <message>
        <source>The bank has no statement for these days. Please choose others.</source>
        <translation>银行没有这段时间的对账单，请另选时间。</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>上月</translation>
    </message>
    <message>
        <source>The last three months</source>
        <translation>最近三个月</translation>
    </message>
    <message>
        <source>The last twelve months</source>
        <translation>最近十二个月</translation>
    </message>
    <message>
        <source>Which days is the statement for?</source>
        <translation>请选择时间范围</translation>
    </message>
</context>
<context>
    <name>SuggestionText</name>
    <message>
        <source>What could we do better?</source>
        <translation>您希望我们怎样改进？</translation>
    </message>
    <message>
        <source>Your suggestion is kept without your name.</source>
        <translation>您的建议不记录姓名。</translation>
    </message>
    <message>
        <source>In a few words</source>
        <translation>请简单说明</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>提交</translation>
    </message>
</context>
<context>
    <name>SuggestionThanks</name>
    <message>
        <source>Thank you for your suggestion</source>
        <translation>感谢您的建议</translation>
    </message>
    <message>
        <source>It goes to the people who can change something.</source>
        <translation>我们会转交相关部门研究改进。</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>Survey</name>
    <message>
        <source>How satisfied are you with your visit today?</source>
        <translation>您对今天的服务满意吗？</translation>
    </message>
    <message>
        <source>Very dissatisfied</source>
        <translation>很不满意</translation>
    </message>
    <message>
        <source>How likely are you to recommend this branch to friends?</source>
        <translation>您有多大可能把本网点推荐给亲友？</translation>
    </message>
    <message>
        <source>Not at all likely</source>
        <translation>完全不可能</translation>
    </message>
    <message>
        <source>Very likely</source>
        <translation>非常可能</translation>
    </message>
    <message>
        <source>How easy was it to do what you came for today?</source>
        <translation>您今天办理业务方便吗？</translation>
    </message>
    <message>
        <source>Very difficult</source>
        <translation>很不方便</translation>
    </message>
    <message>
        <source>Very easy</source>
        <translation>非常方便</translation>
    </message>
    <message>
        <source>Checking in for an appointment</source>
        <translation>预约签到</translation>
    </message>
    <message>
        <source>Taking a number</source>
        <translation>取号</translation>
    </message>
    <message>
        <source>Your appointments</source>
        <translation>预约服务</translation>
    </message>
    <message>
        <source>Your accounts and cards</source>
        <translation>账户和银行卡</translation>
    </message>
    <message>
        <source>Your transfer</source>
        <translation>转账</translation>
    </message>
    <message>
        <source>Your question</source>
        <translation>咨询</translation>
    </message>
    <message>
        <source>Your complaint</source>
        <translation>投诉</translation>
    </message>
    <message>
        <source>Your suggestion</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>This is about: %1</source>
        <translation>评价业务：%1</translation>
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
        <source>Your answer helps us. It is kept without your name.</source>
        <translation>您的评价对我们很有帮助，且不记录您的姓名。</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
</context>
<context>
    <name>SurveyLine</name>
    <message>
        <source>Is there anything you would like to tell us?</source>
        <translation>您还有什么想告诉我们的吗？</translation>
    </message>
    <message>
        <source>One line</source>
        <translation>请输入一句话</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
</context>
<context>
    <name>TakenScreen</name>
    <message>
        <source>The payee is saved.</source>
        <translation>收款人已保存。</translation>
    </message>
    <message>
        <source>Whether the payee is saved is not known yet.</source>
        <translation>暂时还不知道收款人是否已保存。</translation>
    </message>
    <message>
        <source>The payee is not saved.</source>
        <translation>收款人没有保存。</translation>
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
        <translation>窗口</translation>
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
        <source>You can take a number and wait, ask for a call-back, or ask our staff.</source>
        <translation>您可以取号等候、预约回电，或请工作人员协助。</translation>
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
    <name>ToWhom</name>
    <message>
        <source>Somebody new</source>
        <translation>新收款人</translation>
    </message>
    <message>
        <source>My own account</source>
        <translation>我的账户</translation>
    </message>
    <message>
        <source>Remove a saved payee</source>
        <translation>删除已保存的收款人</translation>
    </message>
    <message>
        <source>Who shall get the money?</source>
        <translation>请选择收款人</translation>
    </message>
</context>
<context>
    <name>TransferAmount</name>
    <message>
        <source>To %1, account %2</source>
        <translation>转给 %1，账号尾号 %2</translation>
    </message>
    <message>
        <source>Please type an amount.</source>
        <translation>请输入金额。</translation>
    </message>
    <message>
        <source>There is not enough money in this account. Please type less.</source>
        <translation>账户余额不足，请减少金额。</translation>
    </message>
    <message>
        <source>This is above your limit for one transfer. Please type less, or ask our staff.</source>
        <translation>超过您的单笔转账限额。请减少金额，或咨询工作人员。</translation>
    </message>
    <message>
        <source>This would take you above your limit for today. Please type less, or ask our staff.</source>
        <translation>超过您今天的转账限额。请减少金额，或咨询工作人员。</translation>
    </message>
    <message>
        <source>How much shall it be?</source>
        <translation>请输入转账金额</translation>
    </message>
    <message>
        <source>Amount in %1</source>
        <translation>金额（%1）</translation>
    </message>
    <message>
        <source>Decimal point</source>
        <translation>小数点</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>TransferAsking</name>
    <message>
        <source>We are asking the bank</source>
        <translation>正在查询</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候片刻。</translation>
    </message>
</context>
<context>
    <name>TransferCancelled</name>
    <message>
        <source>The transfer is cancelled</source>
        <translation>转账已撤销</translation>
    </message>
    <message>
        <source>The money stays in your account.</source>
        <translation>款项仍在您的账户里。</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>TransferDone</name>
    <message>
        <source>The money has been sent</source>
        <translation>转账成功</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Save this payee</source>
        <translation>保存收款人</translation>
    </message>
</context>
<context>
    <name>TransferMenu</name>
    <message>
        <source>Waiting: %1</source>
        <translation>等待转出：%1 笔</translation>
    </message>
    <message>
        <source>Send money</source>
        <translation>转账</translation>
    </message>
    <message>
        <source>See or cancel waiting transfers</source>
        <translation>查看或撤销待转出的款项</translation>
    </message>
    <message>
        <source>What would you like to do?</source>
        <translation>您想办理什么业务？</translation>
    </message>
</context>
<context>
    <name>TransferNotSent</name>
    <message>
        <source>No money was sent</source>
        <translation>款项没有转出</translation>
    </message>
    <message>
        <source>Your order did not reach the bank. You can send it now; it will be sent only once.</source>
        <translation>您的转账没有送达银行。现在可以再发送，只会转一次。</translation>
    </message>
    <message>
        <source>Send it now</source>
        <translation>现在转账</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
    <message>
        <source>Do not send</source>
        <translation>不转账</translation>
    </message>
</context>
<context>
    <name>TransferNote</name>
    <message>
        <source>What shall the payee read?</source>
        <translation>给收款人的附言</translation>
    </message>
    <message>
        <source>For example what the money is for.</source>
        <translation>例如这笔钱的用途。</translation>
    </message>
    <message>
        <source>Rent, invoice, gift</source>
        <translation>房租、货款、礼金</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>No note</source>
        <translation>不填附言</translation>
    </message>
</context>
<context>
    <name>TransferRefused</name>
    <message>
        <source>No money was moved.</source>
        <translation>款项没有转出。</translation>
    </message>
    <message>
        <source>There is not enough money in this account</source>
        <translation>账户余额不足</translation>
    </message>
    <message>
        <source>This is above your limit for one transfer</source>
        <translation>超过您的单笔转账限额</translation>
    </message>
    <message>
        <source>This is above your limit for today</source>
        <translation>超过您今天的转账限额</translation>
    </message>
    <message>
        <source>The bank sends no money to this account</source>
        <translation>银行不向该账户转账</translation>
    </message>
    <message>
        <source>It may belong to fraudsters. Please talk to our staff before you do anything else.</source>
        <translation>该账户可能涉嫌诈骗。请先联系工作人员。</translation>
    </message>
    <message>
        <source>Something about the payee has changed</source>
        <translation>收款人信息有变化</translation>
    </message>
    <message>
        <source>Please choose the payee again, and look at name and number.</source>
        <translation>请重新选择收款人，并核对姓名和账号。</translation>
    </message>
    <message>
        <source>This payee is no longer on your list</source>
        <translation>该收款人已不存在</translation>
    </message>
    <message>
        <source>Please choose the payee again.</source>
        <translation>请重新选择收款人。</translation>
    </message>
    <message>
        <source>No money can be sent from this account now</source>
        <translation>该账户现在不能转出</translation>
    </message>
    <message>
        <source>Our staff can tell you why.</source>
        <translation>工作人员可以为您说明原因。</translation>
    </message>
    <message>
        <source>The code was not accepted for this</source>
        <translation>验证码未通过</translation>
    </message>
    <message>
        <source>Please confirm the transfer once more.</source>
        <translation>请再确认一次转账。</translation>
    </message>
    <message>
        <source>The bank does not send this money at once</source>
        <translation>这笔款项不能实时到账</translation>
    </message>
    <message>
        <source>Please choose a later time.</source>
        <translation>请选择延时到账。</translation>
    </message>
    <message>
        <source>The bank does not make this transfer here</source>
        <translation>这里不能办理这笔转账</translation>
    </message>
    <message>
        <source>Our staff will see with you what is possible.</source>
        <translation>工作人员会与您一起想办法。</translation>
    </message>
    <message>
        <source>Type another amount</source>
        <translation>重新输入金额</translation>
    </message>
    <message>
        <source>Choose the payee again</source>
        <translation>重新选择收款人</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>重新办理</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
    <message>
        <source>Back to the menu</source>
        <translation>返回菜单</translation>
    </message>
</context>
<context>
    <name>TransferReview</name>
    <message>
        <source>Send %1?</source>
        <translation>确认转账 %1？</translation>
    </message>
    <message>
        <source>Send the money</source>
        <translation>确认转账</translation>
    </message>
    <message>
        <source>No, change it</source>
        <translation>不对，去修改</translation>
    </message>
</context>
<context>
    <name>TransferScreen</name>
    <message>
        <source>At once; it cannot be taken back</source>
        <translation>实时到账，不能撤销</translation>
    </message>
    <message>
        <source>In 2 hours; until then you can cancel it</source>
        <translation>2 小时后转出，此前可以撤销</translation>
    </message>
    <message>
        <source>Tomorrow; until then you can cancel it</source>
        <translation>明天转出，此前可以撤销</translation>
    </message>
    <message>
        <source>In 24 hours; until then you can cancel it</source>
        <translation>24 小时后转出，此前可以撤销</translation>
    </message>
    <message>
        <source>%1 to %2, account %3</source>
        <translation>%1 转给 %2，账号 %3</translation>
    </message>
    <message>
        <source>Reference: %1</source>
        <translation>业务编号：%1</translation>
    </message>
    <message>
        <source>You can also ring %1.</source>
        <translation>您也可以拨打 %1。</translation>
    </message>
</context>
<context>
    <name>TransferSilent</name>
    <message>
        <source>The bank is not answering just now</source>
        <translation>银行系统暂时没有应答</translation>
    </message>
    <message>
        <source>No money was moved. You can try again in a moment, or our staff will help you.</source>
        <translation>款项没有转出。您可以稍后再试，或请工作人员帮忙。</translation>
    </message>
    <message>
        <source>For your safety this session has ended</source>
        <translation>为了您的安全，本次登录已结束</translation>
    </message>
    <message>
        <source>No money was moved. Please start over, and show your document again.</source>
        <translation>款项没有转出。请重新开始，再次出示证件。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
</context>
<context>
    <name>TransferUnknown</name>
    <message>
        <source>We do not know yet whether the money will be sent</source>
        <translation>暂时还不知道转账是否成功</translation>
    </message>
    <message>
        <source>The bank has not answered. Please do not send it again: we keep asking, even after you leave.</source>
        <translation>银行尚未应答。请不要重复转账：您离开后我们也会继续核实。</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再次核实</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>人工协助</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>TransferWaits</name>
    <message>
        <source>The money will be sent at %1</source>
        <translation>款项将于 %1 转出</translation>
    </message>
    <message>
        <source>Until then you can cancel it at any of our terminals, under transfers, or at a counter.</source>
        <translation>在此之前，您可以在任一自助终端的“转账”中撤销，也可到柜台撤销。</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Save this payee</source>
        <translation>保存收款人</translation>
    </message>
</context>
<context>
    <name>Veil</name>
    <message>
        <source>Your details are covered</source>
        <translation>您的信息已遮住</translation>
    </message>
    <message>
        <source>Step closer, or touch the screen.</source>
        <translation>请靠近屏幕，或触摸屏幕。</translation>
    </message>
    <message>
        <source>Show them again</source>
        <translation>重新显示</translation>
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
        <source>Customers with an appointment are called first.</source>
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
        <source>The bank cannot be reached just now. Your number is valid; the waiting time is not known.</source>
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
