package validate

import (
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// rollupExamples gives the examples of the rules about the consolidated workbooks that counties send a prefecture. In them the plan
// is the prefecture's, and 河林县 sends its ledger.
func rollupExamples() []examples {
	const own = "任务编号 | 领域 | 重点任务 | 完成率 | 应达进度 | 差距(百分点) | 类别 | 进展状态 | 进展情况 | 计任务"
	const road = "T1 | 交通 | 修建县道 | 0.4 | 0.5 | -10 | 欠进度 | 推进中 | 路基完成四公里 | 1"
	const school = "T2 | 教育 | 新建小学 | 1 | 1 | 0 | 已完成 | 已完成 | 九月一日开学 | 1"
	const areas = "领域 | 任务数 | 已完成 | 欠进度"
	sent := func(county string) string {
		return "kind | consolidated\nform | 1\nplan | hl-2024\nbureau | " + county + "\nperiod | 2024-09\nas-of | '2024-09-30"
	}
	as := func(county, rows, marks, others string) Example {
		return Example{Plan: table("单位", "单位编码 | 单位名称 | 单位类别 | 报送总台账", "HLX | 河林县 | 县区 | 是"),
			Return: noReturn + table("任务总台账", own, rows) + table("_duban", "duban |", sent(county)+marks) + others}
	}
	sources := table("来源", "任务编号 | 文件 | SHA-256", "T1 | 交通局.xlsx | 9f2c")
	marked := "\nmarked | status\nrow | ledger | 2 | T1 | " + workbook.CellMark(sheet.Str("推进中"))
	figures := "\nmarked | status,completion,class\nrow | ledger | 2 | T1 | " + workbook.CellMark(sheet.Str("推进中")) + workbook.CellMark(sheet.Num(0.4)) +
		workbook.CellMark(sheet.Str("欠进度"))
	listed := "\nmarked-problems | closed\nrow | problems | 4 | JT-202409-01 | " + workbook.CellMark(sheet.Str("未办结")) + " | 2024-09"
	pair := func(code string, good, bad Example) examples { return examples{code: code, good: good, bad: bad} }
	in := as("河林县", road+"\n"+school, "", sources)
	early := in
	early.Return = noReturn + table("任务总台账", own, road) + table("_duban", "duban |", "kind | consolidated\nbureau | 河林县\nperiod | 2024-09\nas-of | '2024-09-10") + sources
	asked := as("河林县", road, "", sources)
	asked.Plan = table("单位", "单位编码 | 单位名称 | 单位类别 | 报送总台账", "HLX | 河林县 | 县区 |\nSYX | 上野县 | 县区 | 是")
	lost := Example{Plan: in.Plan, Return: noReturn + table("任务总台账", "河林县重点任务推进情况（2024年9月） |", own+"\n"+road) + sources}
	gone := as("河林县", road, "", sources)
	gone.Prior = []string{"# -填报说明\n" + table("任务总台账", own, road+"\n"+school) + table("_duban", "duban |", "kind | consolidated\nbureau | 河林县\nperiod | 2024-08")}
	incomplete := in
	incomplete.Return = strings.Replace(in.Return, "完成率", "完成比例", 1)
	partial := in
	partial.Return = strings.Replace(in.Return, "period | 2024-09", "period | 2024-W39", 1)
	told := "\nmarked | status,text\nrow | ledger | 2 | T1 | " + workbook.CellMark(sheet.Str("推进中")) + workbook.CellMark(sheet.Str("路基完成四公里"))
	untold := as("河林县", road, told, sources)
	untold.Return = strings.NewReplacer(" | 进展情况", "", " | 路基完成四公里", "").Replace(untold.Return)
	kept := gone
	kept.Return = in.Return
	return []examples{
		pair("ledger-county-unknown", in, as("河林市", road, "", sources)),
		pair("ledger-not-asked", in, asked),
		pair("ledger-partial", in, partial),
		pair("ledger-identity-lost", in, lost),
		pair("ledger-early", in, early),
		pair("ledger-incomplete", in, incomplete),
		pair("ledger-column-lost", as("河林县", road, told, sources), untold),
		pair("ledger-without-sources", in, as("河林县", road, "", "")),
		pair("ledger-problems-lost", as("河林县", road, listed, sources+table("问题清单", "问题编号 | 提出单位 | 问题 | 是否办结", "JT-202409-01 | 交通局 | 补偿款没有到位 | 未办结")), as("河林县", road, listed, sources)),
		pair("ledger-row-added", as("河林县", road, marked, sources), as("河林县", road+"\n» "+school+"\n» T3 | 教育 | 校舍加固 | 0.5 | 0.5 | 0 | | 推进中 | 进场施工", marked, sources)),
		pair("ledger-edited", as("河林县", road, figures, sources),
			as("河林县", "T1 | 交通 | 修建县道 | » =9/10 => 0.9 | 0.5 | 40 | =H2 => 超进度 | » 已完成 | 路基完成四公里 | 1", figures, sources)),
		pair("ledger-sum", as("河林县", road+"\n"+school, "", sources+table("分领域", areas, "交通 | 1 | 0 | 1\n教育 | 1 | 1 | 0\n合计 | 2 | 1 | 1")),
			as("河林县", road+"\n"+school, "", sources+table("分领域", areas, "交通 | 1 | 0 | 1\n教育 | 1 | 1 | 0\n合计 | 2 | » 2 | » 0"))),
		pair("ledger-task-gone", kept, gone),
	}
}

// noReturn takes the sheets of ExampleReturn away.
const noReturn = "# -填报说明\n# -任务进展\n# -节点进展\n# -分段进展\n# -指标进展\n# -项目进度\n# -问题清单\n"
