package draft

import (
	"strings"

	"duban/workbook/pattern"
)

// The tables of words that distinguish work from talk. To teach a new word, add it to its list; longer words are found first.
var (
	// deliverVerbs produce a result that is either there or not.
	deliverVerbs = newLexicon(`
完成 建成 建好 建立 构建 弄清 搞清 建设 出台 印发 制定 制订 编制 修订 提出 拿出 形成 梳理 列出 理出 组建 设立 成立 开工 动工 投用 竣工 完工 打通 新建 修建 兴建 续建 改建 改扩建 扩建 新改建 改造 创建 举办 召开
签订 签约 报送 提交 上报 拨付 启动 办结 交付 引进 招聘 选聘 聘请 聘任 遴选 培育 新增 新开通 调整 设置 配备 落地 入库 封顶 通车 达标 达到 实现 取缔 拆除 发放 增设 清运 疏浚 消除 建档
拟定 论证 筛选 查清 摸清 理清 厘清 排查 核查 检修 化解 压减 核减 取消 发行 招标 安排 提供 购置 购买 采购 添置 购进 绿化 硬化 安装 更新 加装 打造 摸排 报批 消化 申报 获批 兑现 明确 确定 选准 定好 绘制 编写 起草 储备 谋划
修补 修整 整修 维修 施划 更换 补种 播种 收割 栽植 补植 兑付 偿还 追缴 追回 关停 淘汰 开通 接通 并网 发布 造册 移交 颁发 换发 储足 投放 选派 抽调 编印 印制 摸底 制作 拍摄 张贴 悬挂 播完 种完 收完 栽完 修完 备足
投入使用 交付使用 投产 投运 贯通 合龙 清零 销号 备齐 配齐 补齐 到位 腾退 收回 复垦 复绿 挂牌 开业 开放 启用 上线 清退 清缴 清淤 清疏 疏通 封堵 加固 修缮 修复 铺设 控制在 稳定在 保持在 控制 增长 下降 扩充 扩容 普及`)
	// conductVerbs carry out an activity.
	conductVerbs = newLexicon(`
推进 开展 抓好 做好 做实 加强 加快 落实 组织 实施 推动 深化 完善 健全 优化 提升 强化 推广 扩大 巩固 整治 治理 整改 清理 调度 督导 回应 作出 做出 找出 查找 壮大 充实 配强 倒排 探访 报县 报市 报区 报镇 自查 自纠 复查 普查 接受 牵头推进 指导 督促 协调 服务 保障 宣传 推介 对接 跟踪 监测 巡查
评选 检查 准备 调查 提醒 督办 考核 通报 汇总 抓紧 争取 听取 收集 洽谈 学习 引导 支持 帮助 规范 理顺 保护 防范 打击 维护 改善 提高 拓宽 联系 盯紧 选好 用好 搞好 建好 办好 管好 守住 守牢 严格 严查 严厉 参加 筹备 配合
查处 核实 抽查 接待 放映 转移群众 转移安置 转移农村 转移就业 转移劳动力 暗访 演练 值守 会商 处置 拓展 引入 招引 推行 实行 探索 筛查 评估 约谈 跟踪督办 研究 审计 压实 简化 开辟 减轻 公示 报告 评价 纳入 挂图 保持 统筹 解决 负责 参与 承担 汇报 扩面 提标 提速 紧盯 谋划 防治 禁烧 值守 看护 慰问 巡护 疏导 劝导 帮办 代办 包联 包保 答复 受理 挖掘 激发 冲刺 争创 管控 盘活 消纳 培训 轮训 登记 走访 带队 帮扶 救助 配套 收紧 压缩 设卡 体检 义诊 接种`)
	// effectVerbs say whom something reaches; they begin no task of their own.
	effectVerbs = newLexicon(`惠及 覆盖 带动 受益 服务于 涉及 总投资 投入 吸引 撬动 力争 确保 其中 包括 分别 累计 占地 服务群众`)
	// fixVerbs name rectification work, which is measured by what was found and closed.
	fixVerbs = newLexicon(`整改 整治 销号 排查整治 问题清单 隐患整改`)
	// recurVerbs name recurring duties if there is no deadline.
	recurVerbs = newLexicon(`调度 通报 巡查 监测 督导 督办 提醒督办 考核 例行 收集 报送 报告 轮训 专报 汇总`)
	// buildWords begin the steps of a construction project.
	buildWords = newLexicon(`开工建设 主体动工 全面开工 复工 开工 动工 破土 封顶 竣工 完工 投用 投入使用 交付使用 通车 建成投用 启动招标 招标 进场施工 航道疏浚 试运行`)
	// exhortations ask for attitude without naming work.
	exhortations = pattern.New(`政治站位|责任感|紧迫感|危机感|使命感|高度重视|提高认识|好事办好|实事办实|时时放心不下|层层传导|压力传导|精力靠上|靠前指挥|扑下身子|劲头|精气神|齐抓共管|形成合力|思想认识|统一思想|讲政治的高度|钉钉子|真抓实干|贡献力量|(?:作|做)出.{0,8}贡献|全力抓好落实|认真抓好落实|共同努力|尽力而为|从实际出发|切实负起责任|^让我们|(?:努力|团结|接续|不懈)奋斗|绝不能|决不能|容不得|大事要事|至关重要|重中之重|意义重大|(?:强化|增强|提高|树牢|树立)[^，]{0,8}(?:意识|思维|理念)|(?:做|抓|想|走)在前面?|精准发力|持续发力|侧重点|[由从][^，]{1,12}向[^，]{1,12}转变|重要发力点|滚动发展|联动配合$|密切配合$|协同配合$|通力协作`)
	// praise and results: a clause with one of them that asks for nothing tells of the past.
	pastWords = pattern.New(`^(?:前期|近期|目前|截至|截止|上半年|前三季度|去年|今年以来|近年来|多年来|年初以来|[一二三四1-4]季度以来|刚才|上午|前段时间|过去|当前|已经|已|曾|仍有|现在|8月初)|已经|目前|了(?:[^解断结然]|$)|取得|得到.{0,6}(?:肯定|表扬)|仅有|还有\d+|比较|较常年|不够|不足|滞后|还不|有望|停留|停在|正在|存在|成立以来|[项个家]是|^不再|未(?:按|能|及时|严格|有效|落实|取得|履行)|^确定不再|^不搞|^不是`)
	// obliging words make a clause work.
	obliging = pattern.New(`^请|必须|务必|应当|要(?:[^求点素闻么]|$)|须|需要|确保|力争|争取|负责|牵头|会后|下一步|下步|抓紧|尽快|将(?:[^近来军]|$)`)
	// leadIns stand before the work and say nothing about it.
	leadIns = pattern.New(`^(?:会后|一律|重点是|关键是|会议结束后|下一步|下步|下阶段|今后|同时|此外|另外|并且|并|还|尤其是?|特别是|重点|要|应当?|必须|务必|须|需要|抓紧|尽快|加快|及时|迅速|切实|认真|全力|主动|进一步|继续|全面|着力|严格|深入|积极|大力|扎实|提前|立即|马上|统一|逐步|逐项|计划|力争|争取|确保|努力|具体|共同|首先|其次|再次|最后|由|将|也|都|就|定于|于|在|要求|对此|为此|一要|一并|再)`)
)

// stripLeadIns removes the words before the work, and gives their number of bytes.
func stripLeadIns(s string) int {
	n := 0
	for {
		rest := strings.TrimLeft(s[n:], spaces)
		n = len(s) - len(rest)
		at := leadIns.FindStringIndex(rest)
		if at == nil || at[1] == len(rest) {
			return n
		}
		word := rest[:at[1]]
		if word == "提前" && someTime.MatchString(rest[at[1]:]) {
			return n
		}
		// 加快推进 means 推进, but 加快 before a noun is the verb itself.
		if (word == "争取" || word == "力争" || word == "确保") && deliverVerbs.within(rest[at[1]:]) == "" && conductVerbs.within(rest[at[1]:]) == "" && !limits.MatchString(rest) {
			return n
		}
		if (word == "加快" || word == "抓紧" || word == "全面" || word == "重点" || word == "在" || word == "由" || word == "统一" || word == "再") && verbAt(rest[at[1]:]) == "" {
			return n
		}
		n += at[1]
	}
}

// someTime says how long: 提前一天.
var someTime = pattern.New(`^(?:\d|[一二两三半]个?(?:天|周|月|小时))`)

// onlyLeadIns reports whether a text has only such words.
func onlyLeadIns(s string) bool {
	s = strings.Trim(s, spaces)
	return s == "" || stripLeadIns(s+"事") == len(s)
}

// verbAt gives the verb of work that a text begins with. Before 的 a verb only describes: 新建的两所学校.
func verbAt(s string) string {
	v := deliverVerbs.opens(s)
	if v == "" {
		v = conductVerbs.opens(s)
	}
	if strings.HasPrefix(s[len(v):], "的") {
		return ""
	}
	return v
}
