<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AssignmentForm</name>
    <message>
        <source>Assign order {0}</source>
        <translation>指派订单 {0}</translation>
    </message>
    <message>
        <source>Leave as it is (Esc)</source>
        <translation>保持不变（Esc）</translation>
    </message>
    <message>
        <source>Leave as it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>{0} carries out order {1}.</source>
        <translation>{0} 执行订单 {1}。</translation>
    </message>
    <message>
        <source>Choose a vehicle</source>
        <translation>请选择车辆</translation>
    </message>
    <message>
        <source>Assign to {0} (Enter)</source>
        <translation>指派给 {0}（回车）</translation>
    </message>
</context>
<context>
    <name>CandidateList</name>
    <message>
        <source>Vehicles for this order</source>
        <translation>可执行此订单的车辆</translation>
    </message>
    <message>
        <source>Vehicle</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>Arrival</source>
        <translation>到达</translation>
    </message>
    <message>
        <source>{0}, in {1}</source>
        <translation>{0}，{1} 后</translation>
    </message>
</context>
<context>
    <name>ClosedFacts</name>
    <message>
        <source>Closed</source>
        <translation>已封闭</translation>
    </message>
</context>
<context>
    <name>ClosureCommands</name>
    <message>
        <source>Open again…</source>
        <translation>重新开放…</translation>
    </message>
    <message>
        <source>Select next closure</source>
        <translation>选择下一处封闭</translation>
    </message>
    <message>
        <source>Select previous closure</source>
        <translation>选择上一处封闭</translation>
    </message>
    <message>
        <source>Open {0} again…</source>
        <translation>重新开放 {0}…</translation>
    </message>
    <message>
        <source>Close {0}…</source>
        <translation>封闭 {0}…</translation>
    </message>
    <message>
        <source>Close a way or a zone…</source>
        <translation>封闭路段或区域…</translation>
    </message>
    <message>
        <source>Close this zone…</source>
        <translation>封闭此区域…</translation>
    </message>
    <message>
        <source>Close this way…</source>
        <translation>封闭此路段…</translation>
    </message>
    <message>
        <source>Nothing that is closed is selected.</source>
        <translation>未选择任何封闭处。</translation>
    </message>
    <message>
        <source>No way or zone is closed.</source>
        <translation>没有封闭的路段或区域。</translation>
    </message>
    <message>
        <source>Open {0} again? It is closed because: {1}</source>
        <translation>重新开放 {0}？封闭原因：{1}</translation>
    </message>
    <message>
        <source>{0} is open again.</source>
        <translation>{0} 已重新开放。</translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation>重新开放</translation>
    </message>
</context>
<context>
    <name>ClosureForm</name>
    <message>
        <source>Close a way or a zone</source>
        <translation>封闭路段或区域</translation>
    </message>
    <message>
        <source>Way or zone</source>
        <translation>路段或区域</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Lasts</source>
        <translation>持续</translation>
    </message>
    <message>
        <source>For</source>
        <translation>适用于</translation>
    </message>
    <message>
        <source>Both directions</source>
        <translation>双向</translation>
    </message>
    <message>
        <source>why, for whoever meets it</source>
        <translation>告知遇到者的原因</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>until somebody opens it</source>
        <translation>直到有人开放</translation>
    </message>
    <message>
        <source>Close it (Enter)</source>
        <translation>封闭（回车）</translation>
    </message>
    <message>
        <source>Close it</source>
        <translation>封闭</translation>
    </message>
    <message>
        <source>Discard (Esc)</source>
        <translation>放弃（Esc）</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>{0} is closed. Nobody is inside.</source>
        <translation>{0} 已封闭。其中没有车辆。</translation>
    </message>
    <message>
        <source>{0} is closed. Inside or released into it: {1}. It is no protective stop.</source>
        <translation>{0} 已封闭。在其中或已放行进入：{1}。这不是保护性停止。</translation>
    </message>
    <message>
        <source>Choose a way or a zone, or click it on the map.</source>
        <translation>请选择路段或区域，或在地图上点击。</translation>
    </message>
    <message>
        <source>Say why: everybody who meets it is told.</source>
        <translation>请说明原因：遇到者都会得知。</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>所有车辆</translation>
    </message>
    <message>
        <source>all of type {0}</source>
        <translation>所有 {0} 型车辆</translation>
    </message>
</context>
<context>
    <name>ClosureList</name>
    <message>
        <source>What is closed</source>
        <translation>封闭处</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>For</source>
        <translation>适用于</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Opens in</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>No way or zone is closed.</source>
        <translation>没有封闭的路段或区域。</translation>
    </message>
</context>
<context>
    <name>ClosureSheet</name>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>For</source>
        <translation>适用于</translation>
    </message>
    <message>
        <source>Opens</source>
        <translation>开放时间</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始于</translation>
    </message>
    <message>
        <source>Closed by</source>
        <translation>封闭者</translation>
    </message>
    <message>
        <source>Closure</source>
        <translation>封闭</translation>
    </message>
    <message>
        <source>Closed zone</source>
        <translation>已封闭区域</translation>
    </message>
    <message>
        <source>Closed way</source>
        <translation>已封闭路段</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>在其中</translation>
    </message>
    <message>
        <source>Released into it</source>
        <translation>已放行进入</translation>
    </message>
    <message>
        <source>Planned through it</source>
        <translation>计划经过</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Ways</source>
        <translation>路段</translation>
    </message>
    <message>
        <source>Closed as well</source>
        <translation>其他封闭</translation>
    </message>
</context>
<context>
    <name>ClosureWords</name>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>所有车辆</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>when somebody opens it</source>
        <translation>有人开放时</translation>
    </message>
    <message>
        <source>{0}, in {1}</source>
        <translation>{0}，{1} 后</translation>
    </message>
    <message>
        <source>No vehicle that it is for is inside or released into it.</source>
        <translation>适用车辆均不在其中，也未被放行进入。</translation>
    </message>
    <message>
        <source>Inside or released into it: {0}. A closure is no protective stop: pause whoever must not drive there.</source>
        <translation>在其中或已放行进入：{0}。封闭不是保护性停止：不得在此行驶的车辆请暂停。</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} 等，另有 {1} 辆</translation>
    </message>
</context>
<context>
    <name>CommandGroup</name>
    <message>
        <source>There is no connection to the fleet.</source>
        <translation>与车队没有连接。</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Command, vehicle, order or station</source>
        <translation>命令、车辆、订单或站点</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>匹配结果</translation>
    </message>
</context>
<context>
    <name>ConnectionBanner</name>
    <message>
        <source>No connection to the fleet for {0} s. What is shown is of {1}. Vehicles stop by themselves where their release ends.</source>
        <translation>与车队失去连接已 {0} 秒。所示为 {1} 的数据。车辆会在放行终点自行停车。</translation>
    </message>
    <message>
        <source>No connection to the fleet: {0}. Nothing on this screen changes any more. Close the window and start it again; the log holds the details.</source>
        <translation>与车队的连接已断开：{0}。此画面不再更新。请关闭窗口后重新启动；详情见日志。</translation>
    </message>
</context>
<context>
    <name>DeadlineForm</name>
    <message>
        <source>Deadline of order {0}</source>
        <translation>订单 {0} 的期限</translation>
    </message>
    <message>
        <source>Due in</source>
        <translation>时限</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>no deadline</source>
        <translation>无期限</translation>
    </message>
    <message>
        <source>Set deadline (Enter)</source>
        <translation>设定期限（回车）</translation>
    </message>
    <message>
        <source>Set deadline</source>
        <translation>设定期限</translation>
    </message>
    <message>
        <source>Leave as it is (Esc)</source>
        <translation>保持不变（Esc）</translation>
    </message>
    <message>
        <source>Leave as it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Order {0} has no deadline.</source>
        <translation>订单 {0} 没有期限。</translation>
    </message>
    <message>
        <source>Order {0} is due in {1} min.</source>
        <translation>订单 {0} 须在 {1} 分钟内完成。</translation>
    </message>
</context>
<context>
    <name>EdgeSheet</name>
    <message>
        <source>From node</source>
        <translation>起点节点</translation>
    </message>
    <message>
        <source>To node</source>
        <translation>终点节点</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>Edge of the roadmap</source>
        <translation>路网路段</translation>
    </message>
    <message>
        <source>Other direction</source>
        <translation>反方向</translation>
    </message>
    <message>
        <source>no limit of its own</source>
        <translation>无单独限速</translation>
    </message>
    <message>
        <source>at most {0} m/s</source>
        <translation>最高 {0} m/s</translation>
    </message>
</context>
<context>
    <name>FiguresPanel</name>
    <message>
        <source>Orders done an hour</source>
        <translation>每小时完成订单</translation>
    </message>
    <message>
        <source>Vehicles at work, %</source>
        <translation>作业车辆占比（%）</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>小时</translation>
    </message>
</context>
<context>
    <name>FleetCommands</name>
    <message>
        <source>Pause the whole fleet</source>
        <translation>暂停整个车队</translation>
    </message>
    <message>
        <source>Resume the whole fleet</source>
        <translation>恢复整个车队</translation>
    </message>
    <message>
        <source>Forget unknown vehicles…</source>
        <translation>忘记未知车辆…</translation>
    </message>
    <message>
        <source>The fleet is not paused.</source>
        <translation>车队没有暂停。</translation>
    </message>
    <message>
        <source>The fleet is paused already.</source>
        <translation>车队已经暂停。</translation>
    </message>
    <message>
        <source>The fleet is paused.</source>
        <translation>车队已暂停。</translation>
    </message>
    <message>
        <source>The fleet goes on.</source>
        <translation>车队继续运行。</translation>
    </message>
    <message>
        <source>Nobody reports who is not of this plant.</source>
        <translation>没有非本厂车辆在上报。</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} 等，另有 {1} 辆</translation>
    </message>
    <message>
        <source>Reports to this fleet, and is not in its facility file: {0}. Nobody commands it, and it holds no way. Forget it? Who reports again is named again.</source>
        <translation>正在向本车队上报、但不在设施文件中：{0}。它不受指挥，也不占用路段。要忘记它吗？再次上报时会再次提示。</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>忘记</translation>
    </message>
    <message>
        <source>Unknown vehicles are forgotten.</source>
        <translation>已忘记未知车辆。</translation>
    </message>
</context>
<context>
    <name>FleetTable</name>
    <message>
        <source>Fleet</source>
        <translation>车队</translation>
    </message>
</context>
<context>
    <name>FleetTableModel</name>
    <message>
        <source>Vehicle</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Goal</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Arrival</source>
        <translation>到达</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>电量</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>{0}. {1}</source>
        <translation>{0}。{1}</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Nothing selected</source>
        <translation>未选择对象</translation>
    </message>
    <message>
        <source>Select a vehicle, an order, a station or a way. Drag from a station to a station to order a transport.</source>
        <translation>请选择车辆、订单、站点或路段。从一个站点拖到另一个站点即可下达运输订单。</translation>
    </message>
</context>
<context>
    <name>LayerBar</name>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
</context>
<context>
    <name>LoadForm</name>
    <message>
        <source>Where is the load of order {0}?</source>
        <translation>订单 {0} 的货物在哪里？</translation>
    </message>
    <message>
        <source>It stands at</source>
        <translation>货物位于</translation>
    </message>
    <message>
        <source>Where it was to go it counts as delivered; elsewhere it is fetched. Its vehicle is free for other work.</source>
        <translation>若在其目的站点，则视为已送达；若在其他站点，将去取货。其车辆可另作他用。</translation>
    </message>
    <message>
        <source>It stands there (Enter)</source>
        <translation>货物在那里（回车）</translation>
    </message>
    <message>
        <source>It stands there</source>
        <translation>货物在那里</translation>
    </message>
    <message>
        <source>It is lost…</source>
        <translation>货物已丢失…</translation>
    </message>
    <message>
        <source>It is lost</source>
        <translation>货物已丢失</translation>
    </message>
    <message>
        <source>Leave as it is (Esc)</source>
        <translation>保持不变（Esc）</translation>
    </message>
    <message>
        <source>Leave as it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>The load of order {0} stands at {1}.</source>
        <translation>订单 {0} 的货物位于 {1}。</translation>
    </message>
    <message>
        <source>Order {0} is cancelled: its load is lost.</source>
        <translation>订单 {0} 已取消：其货物已丢失。</translation>
    </message>
    <message>
        <source>The load is lost: cancel order {0}? This cannot be undone.</source>
        <translation>货物已丢失：取消订单 {0}？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Cancel the order</source>
        <translation>取消此订单</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Fleet controller</source>
        <translation>车队控制器</translation>
    </message>
    <message>
        <source>Undone.</source>
        <translation>已撤销。</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>Drop order {0} on a vehicle</source>
        <translation>将订单 {0} 放到车辆上</translation>
    </message>
    <message>
        <source>Order {0} → {1}</source>
        <translation>订单 {0} → {1}</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>Map of the plant</source>
        <translation>工厂地图</translation>
    </message>
    <message>
        <source>Arrow keys pan, plus and minus zoom, N selects the next vehicle</source>
        <translation>方向键平移，加减键缩放，N 键选择下一辆车</translation>
    </message>
    <message>
        <source>The connection has ended</source>
        <translation>连接已中断</translation>
    </message>
    <message>
        <source>Data is {0} s old</source>
        <translation>数据已过时 {0} 秒</translation>
    </message>
    <message>
        <source>Waiting for the fleet</source>
        <translation>正在等待车队</translation>
    </message>
</context>
<context>
    <name>MessageList</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>NearWords</name>
    <message>
        <source>Notice</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Danger</source>
        <translation>危险</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>紧急</translation>
    </message>
    <message>
        <source>driver of {0}</source>
        <translation>{0} 的司机</translation>
    </message>
    <message>
        <source>in {0}</source>
        <translation>在 {0} 内</translation>
    </message>
    <message>
        <source>near {0}</source>
        <translation>在 {0} 附近</translation>
    </message>
    <message>
        <source>Source {0} is lost: people may be there unseen, AGVs drive slowly. Check it.</source>
        <translation>数据源 {0} 丢失：可能有人未被检测到，AGV 低速行驶。请检查。</translation>
    </message>
    <message>
        <source>Source {0} is faulty: much of what it says is refused. Check it.</source>
        <translation>数据源 {0} 有故障：其大部分数据被拒绝。请检查。</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Ctrl+K: all commands</source>
        <translation>Ctrl+K：所有命令</translation>
    </message>
</context>
<context>
    <name>OperatorForm</name>
    <message>
        <source>Who gives the commands</source>
        <translation>谁在下达指令</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Use this name (Enter)</source>
        <translation>使用此姓名（回车）</translation>
    </message>
    <message>
        <source>Use this name</source>
        <translation>使用此姓名</translation>
    </message>
    <message>
        <source>Leave as it is (Esc)</source>
        <translation>保持不变（Esc）</translation>
    </message>
    <message>
        <source>Leave as it is</source>
        <translation>保持不变</translation>
    </message>
</context>
<context>
    <name>OrderCommands</name>
    <message>
        <source>New transport order…</source>
        <translation>新建运输订单…</translation>
    </message>
    <message>
        <source>Assign to a vehicle…</source>
        <translation>指派给车辆…</translation>
    </message>
    <message>
        <source>Let the fleet choose the vehicle</source>
        <translation>由车队选择车辆</translation>
    </message>
    <message>
        <source>Raise priority</source>
        <translation>提高优先级</translation>
    </message>
    <message>
        <source>Lower priority</source>
        <translation>降低优先级</translation>
    </message>
    <message>
        <source>Change deadline…</source>
        <translation>更改期限…</translation>
    </message>
    <message>
        <source>Say where its load is…</source>
        <translation>说明其货物在哪里…</translation>
    </message>
    <message>
        <source>Suspend order</source>
        <translation>挂起订单</translation>
    </message>
    <message>
        <source>Resume order</source>
        <translation>恢复订单</translation>
    </message>
    <message>
        <source>Cancel order…</source>
        <translation>取消订单…</translation>
    </message>
    <message>
        <source>No order is selected.</source>
        <translation>未选择订单。</translation>
    </message>
    <message>
        <source>The order has ended.</source>
        <translation>订单已结束。</translation>
    </message>
    <message>
        <source>The load is on board of {0}.</source>
        <translation>货物在 {0} 上。</translation>
    </message>
    <message>
        <source>The fleet chooses its vehicle already.</source>
        <translation>已由车队选择车辆。</translation>
    </message>
    <message>
        <source>The priority is at its limit of {0}.</source>
        <translation>优先级已达极限 {0}。</translation>
    </message>
    <message>
        <source>Its load is on board of no vehicle.</source>
        <translation>其货物不在任何车上。</translation>
    </message>
    <message>
        <source>The order is suspended already.</source>
        <translation>订单已经挂起。</translation>
    </message>
    <message>
        <source>The order is not suspended.</source>
        <translation>订单没有挂起。</translation>
    </message>
    <message>
        <source>The fleet chooses the vehicle of order {0}.</source>
        <translation>订单 {0} 的车辆由车队选择。</translation>
    </message>
    <message>
        <source>Order {0} has priority {1}.</source>
        <translation>订单 {0} 的优先级为 {1}。</translation>
    </message>
    <message>
        <source>Order {0} is suspended.</source>
        <translation>订单 {0} 已挂起。</translation>
    </message>
    <message>
        <source>Order {0} goes on.</source>
        <translation>订单 {0} 继续执行。</translation>
    </message>
    <message>
        <source>Cancel order {0}? This cannot be undone.</source>
        <translation>取消订单 {0}？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Cancel order {0}? Its load is on board; {1} will set it down at a free place.</source>
        <translation>取消订单 {0}？货物在车上；{1} 会将其放到空闲位置。</translation>
    </message>
    <message>
        <source>Order {0} is cancelled.</source>
        <translation>订单 {0} 已取消。</translation>
    </message>
    <message>
        <source>Cancel the order</source>
        <translation>取消此订单</translation>
    </message>
</context>
<context>
    <name>OrderForm</name>
    <message>
        <source>New transport order</source>
        <translation>新建运输订单</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>To</source>
        <translation>终点</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>货物</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Due in</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Vehicle</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>no deadline</source>
        <translation>无期限</translation>
    </message>
    <message>
        <source>Send order (Enter)</source>
        <translation>发送订单（回车）</translation>
    </message>
    <message>
        <source>Send order</source>
        <translation>发送订单</translation>
    </message>
    <message>
        <source>Discard (Esc)</source>
        <translation>放弃（Esc）</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Order {0}: {1} → {2}</source>
        <translation>订单 {0}：{1} → {2}</translation>
    </message>
    <message>
        <source>Choose where the load comes from and where it goes.</source>
        <translation>请选择货物的起点和终点。</translation>
    </message>
    <message>
        <source>The load is there already: choose two different stations.</source>
        <translation>货物已在该处：请选择两个不同的站点。</translation>
    </message>
</context>
<context>
    <name>OrderList</name>
    <message>
        <source>Orders by slack</source>
        <translation>订单（按剩余时间）</translation>
    </message>
</context>
<context>
    <name>OrderRow</name>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>late {0}</source>
        <translation>迟 {0}</translation>
    </message>
</context>
<context>
    <name>OrderSheet</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Transport order</source>
        <translation>运输订单</translation>
    </message>
    <message>
        <source>Vehicle</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>Given to</source>
        <translation>指定车辆</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Begins at</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Late by</source>
        <translation>已迟</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>货物</translation>
    </message>
    <message>
        <source>Vehicle type</source>
        <translation>车型</translation>
    </message>
    <message>
        <source>Waits for orders</source>
        <translation>等待订单</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Load on board</source>
        <translation>货物在车上</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>来源</translation>
    </message>
</context>
<context>
    <name>Panes</name>
    <message>
        <source>Orders by slack</source>
        <translation>订单（按剩余时间）</translation>
    </message>
    <message>
        <source>Fleet</source>
        <translation>车队</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Messages, closures, nearness or figures</source>
        <translation>消息、封闭、接近警告或指标</translation>
    </message>
    <message>
        <source>Nearness ({0})</source>
        <translation>接近警告 ({0})</translation>
    </message>
    <message>
        <source>Nearness</source>
        <translation>接近警告</translation>
    </message>
    <message>
        <source>Closures ({0})</source>
        <translation>封闭（{0}）</translation>
    </message>
    <message>
        <source>Closures</source>
        <translation>封闭</translation>
    </message>
</context>
<context>
    <name>QuestionBar</name>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>en</source>
        <comment>the code of this language, as in the names of its files</comment>
        <translation>zh_CN</translation>
    </message>
</context>
<context>
    <name>StationSheet</name>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Pick here</source>
        <translation>可取货</translation>
    </message>
    <message>
        <source>Drop here</source>
        <translation>可放货</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Loads</source>
        <translation>货物类型</translation>
    </message>
    <message>
        <source>On the way here</source>
        <translation>正在前来</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
</context>
<context>
    <name>TerminalView</name>
    <message>
        <source>Terminal of {0}</source>
        <translation>{0} 的终端</translation>
    </message>
</context>
<context>
    <name>TerminalWords</name>
    <message>
        <source>Look</source>
        <translation>注意观察</translation>
    </message>
    <message>
        <source>Slow down</source>
        <translation>减速</translation>
    </message>
    <message>
        <source>Give way</source>
        <translation>让行</translation>
    </message>
    <message>
        <source>STOP</source>
        <translation>停车</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>行人</translation>
    </message>
    <message>
        <source>Forklift</source>
        <translation>叉车</translation>
    </message>
    <message>
        <source>AGV</source>
        <translation>AGV</translation>
    </message>
    <message>
        <source>{0:.1f} m</source>
        <translation>{0:.1f} 米</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <comment>a direction and a distance</comment>
        <translation>{0}，{1}</translation>
    </message>
    <message>
        <source>No warning</source>
        <translation>无警告</translation>
    </message>
    <message>
        <source>Keep looking: not everybody is seen</source>
        <translation>请继续观察：并非所有人都能被检测到</translation>
    </message>
    <message>
        <source>This forklift is not seen</source>
        <translation>未检测到本叉车</translation>
    </message>
    <message>
        <source>Nobody warns you. Check the tag</source>
        <translation>没有警告可用，请检查标签</translation>
    </message>
    <message>
        <source>No contact with the proximity system</source>
        <translation>与接近预警系统失去联系</translation>
    </message>
    <message>
        <source>Nobody warns you. Drive with care</source>
        <translation>没有警告可用，请谨慎驾驶</translation>
    </message>
    <message>
        <source>Not everybody is seen: {0} fails</source>
        <translation>并非所有人都能被检测到：{0} 失效</translation>
    </message>
    <message>
        <source>direction unknown</source>
        <translation>方向未知</translation>
    </message>
    <message>
        <source>ahead</source>
        <translation>前方</translation>
    </message>
    <message>
        <source>ahead left</source>
        <translation>左前方</translation>
    </message>
    <message>
        <source>left</source>
        <translation>左侧</translation>
    </message>
    <message>
        <source>behind left</source>
        <translation>左后方</translation>
    </message>
    <message>
        <source>behind</source>
        <translation>后方</translation>
    </message>
    <message>
        <source>behind right</source>
        <translation>右后方</translation>
    </message>
    <message>
        <source>right</source>
        <translation>右侧</translation>
    </message>
    <message>
        <source>ahead right</source>
        <translation>右前方</translation>
    </message>
</context>
<context>
    <name>TopStrip</name>
    <message>
        <source>中文</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Switch to Chinese</source>
        <translation>切换到英文</translation>
    </message>
    <message>
        <source>Light or dark palette</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Resume fleet</source>
        <translation>恢复车队</translation>
    </message>
    <message>
        <source>Pause fleet</source>
        <translation>暂停车队</translation>
    </message>
    <message>
        <source>{0}: {1} vehicles</source>
        <translation>{0}：{1} 辆</translation>
    </message>
    <message>
        <source>Show only these in the fleet table</source>
        <translation>车队表中只显示这些车辆</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已封闭</translation>
    </message>
    <message>
        <source>Closed ways and zones: {0}</source>
        <translation>封闭的路段和区域：{0}</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Unknown vehicles: {0}</source>
        <translation>未知车辆：{0}</translation>
    </message>
    <message>
        <source>{0} late</source>
        <translation>{0} 迟</translation>
    </message>
    <message>
        <source>of {0} orders</source>
        <translation>共 {0} 个订单</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>连接中</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>无连接</translation>
    </message>
    <message>
        <source>Fleet</source>
        <translation>车队</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Simulation × {0}</source>
        <translation>仿真 × {0}</translation>
    </message>
</context>
<context>
    <name>VehicleCommands</name>
    <message>
        <source>Pause vehicle</source>
        <translation>暂停车辆</translation>
    </message>
    <message>
        <source>Resume vehicle</source>
        <translation>恢复车辆</translation>
    </message>
    <message>
        <source>Send to charge</source>
        <translation>派去充电</translation>
    </message>
    <message>
        <source>Send to park</source>
        <translation>派去停车</translation>
    </message>
    <message>
        <source>Take out of service</source>
        <translation>停用维护</translation>
    </message>
    <message>
        <source>Return to service</source>
        <translation>恢复使用</translation>
    </message>
    <message>
        <source>Follow on the map</source>
        <translation>在地图上跟随</translation>
    </message>
    <message>
        <source>Select next vehicle</source>
        <translation>选择下一辆车</translation>
    </message>
    <message>
        <source>Select previous vehicle</source>
        <translation>选择上一辆车</translation>
    </message>
    <message>
        <source>Send vehicle to {0}</source>
        <translation>派车前往 {0}</translation>
    </message>
    <message>
        <source>No vehicle is selected.</source>
        <translation>未选择车辆。</translation>
    </message>
    <message>
        <source>The vehicle is out of contact.</source>
        <translation>车辆失联。</translation>
    </message>
    <message>
        <source>The vehicle is paused already.</source>
        <translation>车辆已经暂停。</translation>
    </message>
    <message>
        <source>The vehicle is not paused.</source>
        <translation>车辆没有暂停。</translation>
    </message>
    <message>
        <source>The vehicle is out of service already.</source>
        <translation>车辆已停用维护。</translation>
    </message>
    <message>
        <source>The vehicle is in service.</source>
        <translation>车辆正在使用中。</translation>
    </message>
    <message>
        <source>The vehicle is driven by hand.</source>
        <translation>车辆正由人工驾驶。</translation>
    </message>
    <message>
        <source>The vehicle is broken down.</source>
        <translation>车辆发生故障。</translation>
    </message>
    <message>
        <source>The vehicle carries out order {0}.</source>
        <translation>车辆正在执行订单 {0}。</translation>
    </message>
    <message>
        <source>{0} pauses.</source>
        <translation>{0} 暂停。</translation>
    </message>
    <message>
        <source>{0} goes on.</source>
        <translation>{0} 继续运行。</translation>
    </message>
    <message>
        <source>{0} is taken out of service.</source>
        <translation>{0} 已停用维护。</translation>
    </message>
    <message>
        <source>{0} is back in service.</source>
        <translation>{0} 已恢复使用。</translation>
    </message>
    <message>
        <source>{0} goes to charge.</source>
        <translation>{0} 前往充电。</translation>
    </message>
    <message>
        <source>{0} goes to park.</source>
        <translation>{0} 前往停车。</translation>
    </message>
    <message>
        <source>{0} goes to {1}.</source>
        <translation>{0} 前往 {1}。</translation>
    </message>
</context>
<context>
    <name>VehicleSheet</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>In its way</source>
        <translation>阻挡者</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>制动监督</translation>
    </message>
    <message>
        <source>Near people</source>
        <translation>附近有人</translation>
    </message>
    <message>
        <source>Braked</source>
        <translation>制动次数</translation>
    </message>
    <message>
        <source>{0} × in this session</source>
        <translation>本次会话 {0} 次</translation>
    </message>
    <message>
        <source>Blocked by</source>
        <translation>阻挡者</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Goal</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>{0}, in {1}</source>
        <translation>{0}，{1} 后</translation>
    </message>
    <message>
        <source>Arrival</source>
        <translation>到达</translation>
    </message>
    <message>
        <source>{0} m ahead, {1} m released</source>
        <translation>前方 {0} m，已放行 {1} m</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路线</translation>
    </message>
    <message>
        <source>{0}, charging</source>
        <translation>{0}，充电中</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>货物</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>电量</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>{0} s ago</source>
        <translation>{0} 秒前</translation>
    </message>
    <message>
        <source>Last report</source>
        <translation>上次报告</translation>
    </message>
</context>
<context>
    <name>ViewCommands</name>
    <message>
        <source>All commands…</source>
        <translation>所有命令…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Show the whole plant</source>
        <translation>显示整个工厂</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Switch language</source>
        <translation>切换语言</translation>
    </message>
    <message>
        <source>Light or dark palette</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Operator: {0}…</source>
        <translation>操作员：{0}…</translation>
    </message>
    <message>
        <source>Show messages or figures</source>
        <translation>显示消息或指标</translation>
    </message>
    <message>
        <source>Close or deselect</source>
        <translation>关闭或取消选择</translation>
    </message>
    <message>
        <source>Roadmap</source>
        <translation>路网</translation>
    </message>
    <message>
        <source>Zones</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Stations</source>
        <translation>站点</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Trails</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>路线</translation>
    </message>
    <message>
        <source>Footprints</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Closures</source>
        <translation>封闭</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>运动预测</translation>
    </message>
    <message>
        <source>Corridors</source>
        <translation>行驶走廊</translation>
    </message>
    <message>
        <source>Of all</source>
        <translation>所有车辆</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Near misses</source>
        <translation>险情</translation>
    </message>
    <message>
        <source>Predicted motion, with a tick each second</source>
        <translation>预测运动，每秒一个刻度</translation>
    </message>
    <message>
        <source>Corridors and release points</source>
        <translation>行驶走廊和放行点</translation>
    </message>
    <message>
        <source>Motion and corridors of all vehicles, not only the selected one</source>
        <translation>所有车辆的运动和走廊，而不只是所选车辆</translation>
    </message>
    <message>
        <source>People and manned forklifts, with what they are warned of</source>
        <translation>人员和有人叉车及其警告</translation>
    </message>
    <message>
        <source>How many near misses there were at each place</source>
        <translation>各处发生过多少次险情</translation>
    </message>
    <message>
        <source>Map layer: {0}</source>
        <translation>地图图层：{0}</translation>
    </message>
    <message>
        <source>Go to the orders</source>
        <translation>转到订单</translation>
    </message>
    <message>
        <source>Go to the map</source>
        <translation>转到地图</translation>
    </message>
    <message>
        <source>Go to the inspector</source>
        <translation>转到详情</translation>
    </message>
    <message>
        <source>Go to the fleet table</source>
        <translation>转到车队表</translation>
    </message>
    <message>
        <source>Go to the messages</source>
        <translation>转到消息</translation>
    </message>
    <message>
        <source>Go to what is closed</source>
        <translation>转到封闭处</translation>
    </message>
    <message>
        <source>Go to the nearness warnings</source>
        <translation>转到接近警告</translation>
    </message>
</context>
<context>
    <name>WarningList</name>
    <message>
        <source>Warnings of people and manned forklifts</source>
        <translation>人员和有人叉车警告</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Who and what to do</source>
        <translation>对象与措施</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始于</translation>
    </message>
    <message>
        <source>No proximity node is heard: nobody is tracked or warned.</source>
        <translation>未收到接近预警节点的数据：无人被跟踪或警告。</translation>
    </message>
    <message>
        <source>Nobody is warned.</source>
        <translation>没有警告。</translation>
    </message>
    <message>
        <source>Proximity has fallen silent. Vehicles that it watches drive slowly until it is back; see whether its node runs.</source>
        <translation>接近预警已中断。受其监视的车辆在其恢复前低速行驶；请检查其节点是否在运行。</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>数据源</translation>
    </message>
</context>
<context>
    <name>WarningSheet</name>
    <message>
        <source>Proximity warning</source>
        <translation>接近警告</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Nobody is near any more.</source>
        <translation>附近已无人。</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>被警告者</translation>
    </message>
    <message>
        <source>Whom</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>措施</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>Expected contact in</source>
        <translation>预计接触时间</translation>
    </message>
    <message>
        <source>{0:.1f} s</source>
        <translation>{0:.1f} 秒</translation>
    </message>
    <message>
        <source>Probability of contact</source>
        <translation>接触概率</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始于</translation>
    </message>
    <message>
        <source>Level since</source>
        <translation>级别自</translation>
    </message>
    <message>
        <source>Encounter</source>
        <translation>相遇编号</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Working</source>
        <translation>作业</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Charging</source>
        <translation>充电</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>To pick</source>
        <translation>去取货</translation>
    </message>
    <message>
        <source>Carrying</source>
        <translation>运送</translation>
    </message>
    <message>
        <source>Handling</source>
        <translation>装卸</translation>
    </message>
    <message>
        <source>To charger</source>
        <translation>去充电</translation>
    </message>
    <message>
        <source>To parking</source>
        <translation>去停车</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>人工驾驶</translation>
    </message>
    <message>
        <source>Broken down</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>Out of contact</source>
        <translation>失联</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Assigned</source>
        <translation>已指派</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>执行中</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>已挂起</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Pick</source>
        <translation>取货</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>放货</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Charge</source>
        <translation>充电</translation>
    </message>
    <message>
        <source>Custom action</source>
        <translation>自定义动作</translation>
    </message>
    <message>
        <source>Dispatcher</source>
        <translation>调度员</translation>
    </message>
    <message>
        <source>Warehouse system</source>
        <translation>仓库系统</translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation>触发器</translation>
    </message>
    <message>
        <source>Recovery of a load</source>
        <translation>货物回收</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Semi-automatic</source>
        <translation>半自动</translation>
    </message>
    <message>
        <source>Intervention</source>
        <translation>人工介入</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>Transfer station</source>
        <translation>装卸站</translation>
    </message>
    <message>
        <source>Charger</source>
        <translation>充电位</translation>
    </message>
    <message>
        <source>Parking place</source>
        <translation>停车位</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>限速</translation>
    </message>
    <message>
        <source>No entry</source>
        <translation>禁止进入</translation>
    </message>
    <message>
        <source>Shared with manned forklifts</source>
        <translation>与有人叉车共用</translation>
    </message>
    <message>
        <source>Shared aisle, admission one by one</source>
        <translation>共用通道，逐一放行</translation>
    </message>
    <message>
        <source>Pedestrians</source>
        <translation>行人</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Brakes: {0}</source>
        <translation>正在制动：{0}</translation>
    </message>
    <message>
        <source>Has just braked: {0}</source>
        <translation>刚才制动：{0}</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>ZoneSheet</name>
    <message>
        <source>at most {0} m/s</source>
        <translation>最高 {0} m/s</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Pedestrian crossing</source>
        <translation>人行横道</translation>
    </message>
</context>
</TS>
