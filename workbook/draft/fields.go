package draft

import (
	"strings"
	"sync"

	"duban/workbook"
	"duban/workbook/pattern"
)

// fieldLabels are the labels and headings under which documents say who, when and how much. duty (责任单位) is the lead
// if nobody else is called the lead, and otherwise a support.
var fieldLabels = []struct {
	field string
	words string
}{
	{workbook.ColLeads, `牵头单位 牵头部门 牵头责任单位 主办单位 主办部门 第一责任单位 汇总单位 主责单位 主要责任单位 牵头 主办`},
	{fieldDuty, `责任单位 责任部门 承办单位 落实单位 实施单位 承办部门 责任主体 责任科室 责任单位及责任人 落实部门 承担单位`},
	{workbook.ColSupports, `配合单位 配合部门 协办单位 协办部门 参与单位 参加单位 协同单位 会办单位 会办部门 联办单位 配合 协办`},
	{workbook.ColLeader, `分管领导 责任领导 牵头领导 包抓领导 包保领导 分管县领导 分管市领导 责任县级领导 挂帅领导 包联领导 领办领导 县级领导 市级领导 责任县领导 牵头县领导`},
	{workbook.ColDueText, `完成时限 完成时间 办结时限 办结时间 时限要求 时间要求 时间节点 时限 整改时限 完成期限 期限 计划完成时间 完工时间 计划完工时间 竣工时间 截止时间 办结期限 截止日期 完成日期`},
	{workbook.ColStart, `开工时间 开始时间 启动时间 计划开工时间 起始时间 开始日期`},
	{workbook.ColTitle, `重点任务 工作任务 任务名称 任务内容 工作内容 重点工作 任务 事项 工作事项 主要任务 项目名称 议定事项 整改任务 任务事项 工作任务内容 事项名称 重点事项 工作名称 攻坚事项 督办事项 交办事项 案由 提案题目 建议题目 提案名称 建议名称 整改问题 反馈问题 来文标题 文件标题 来文名称 批示件名称 工作项目 建设项目 议题`},
	{workbook.ColGoal, `目标 工作目标 目标任务 目标要求 年度目标 具体措施 工作措施 工作要求 目标及要求 年度目标任务 主要措施 整改目标 具体内容 推进措施 整改措施 主要内容 建设内容 主要目标 工作内容及要求 任务目标 批示内容 批示要求 领导批示`},
	{workbook.ColArea, `类别 领域 工作类别 分类 大项 任务类别 板块`},
	{workbook.ColCadence, `频次 调度频次 报送频次 调度周期`},
	{workbook.ColUnit, `计量单位 单位`},
	{workbook.ColTarget, `目标值 指标值 任务数 年度任务数 全年任务 数量 问题数量 任务数量`},
	{workbook.ColBaseline, `基数 上年完成 现状值`},
	{workbook.ColTask, `序号 编号 任务编号`},
	{workbook.ColRemark, `备注 说明 责任人 联系人`},
	{fieldProblem, `问题 主要问题 具体问题 问题表现 问题描述 具体表现 主要表现 问题内容 隐患描述 隐患内容 隐患问题 问题隐患 存在隐患 存在的隐患 事故隐患 隐患名称 隐患情况 诉求内容`},
	{fieldIgnored, `进展情况 工作进展 完成情况 存在问题 下步措施 下一步措施 联系电话 形象进度 目前进展`},
}

const (
	fieldDuty = "duty"
	// fieldProblem is what is wrong: the title of a row that has no other, and otherwise not taken.
	fieldProblem = "problem"
	fieldIgnored = "ignored"
)

var (
	labelWords   = sync.OnceValue(labelIndex)
	labelPattern = pattern.Of(func() string {
		return `(?:^|[；;，,。、\s　` + openBrackets + `])(` + alternatives(labelList()) + `)[：:]|[【〔［](` + alternatives(whoAndWhen()) + `)[】〕］][：:]?`
	})
)

// whoAndWhen matches the labels that are no headings, even in brackets of their own: 【责任单位】文旅局.
func whoAndWhen() []string {
	words := "联系电话"
	for _, l := range fieldLabels {
		switch l.field {
		case workbook.ColLeads, fieldDuty, workbook.ColSupports, workbook.ColLeader, workbook.ColDueText, workbook.ColStart, workbook.ColRemark:
			words += " " + l.words
		}
	}
	return longestFirst(words)
}

func labelIndex() map[string]string {
	m := map[string]string{}
	for _, l := range fieldLabels {
		for w := range strings.FieldsSeq(l.words) {
			m[w] = l.field
		}
	}
	return m
}

func labelList() []string {
	var all string
	for _, l := range fieldLabels {
		all += " " + l.words
	}
	return longestFirst(all)
}

// field is a labelled value.
type field struct {
	key   string
	value piece
}

// readFields finds labelled values: 牵头单位：发改局；完成时限：9月底前. rest is the text before the first label.
func readFields(p piece) (fields []field, rest piece, ok bool) {
	if !strings.ContainsAny(p.text, "：:】〕］") {
		return nil, p, false
	}
	marks := labelPattern.FindAllStringSubmatchIndex(p.text, -1)
	if marks == nil {
		return nil, p, false
	}
	for _, m := range marks {
		if m[2] < 0 {
			m[2], m[3] = m[4], m[5]
		}
	}
	for i, m := range marks {
		end := len(p.text)
		if i+1 < len(marks) {
			end = marks[i+1][2]
		}
		v := p.sub(m[1], end)
		v = v.sub(0, closedAt(v.text)).trim(spaces + stops + "，,、：:")
		if countAny(v.text, openBrackets) != countAny(v.text, closeBrackets) || strings.IndexAny(v.text, brackets) == 0 {
			// The bracket around labels and values, not one of the value's own, as in 各乡镇（街道）.
			v = v.trim(spaces + stops + "，,、：:" + brackets)
		}
		fields = append(fields, field{labelWords()[p.text[m[2]:m[3]]], v})
	}
	return fields, p.sub(0, marks[0][2]).trim(spaces + openBrackets), true
}

// closedAt gives the offset at which a bracket that was opened before the text is closed; the length of the text if it is not.
func closedAt(s string) int {
	depth := 0
	for i, r := range s {
		switch {
		case strings.ContainsRune(openBrackets, r):
			depth++
		case strings.ContainsRune(closeBrackets, r):
			if depth--; depth < 0 && i > 0 {
				return i
			}
		}
	}
	return len(s)
}

// countAny counts the characters of a text that are among some.
func countAny(s, among string) int {
	n := 0
	for _, r := range s {
		if strings.ContainsRune(among, r) {
			n++
		}
	}
	return n
}
