package validate

import (
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// Kinds of files, by the names that examples and the documentation use.
const (
	FileXlsx          = "xlsx" // an issued workbook as it should be
	FileEmpty         = "empty"
	FilePassword      = "password"
	FileXls           = "xls"
	FileMail          = "mail"
	FileMacro         = "macro"
	FileXlsb          = "xlsb"
	FileOds           = "ods"
	FileDocx          = "docx"
	FileCsv           = "csv"
	FileHTML          = "html"
	FileXML           = "xml"
	FilePicture       = "picture"
	FilePdf           = "pdf"
	FileZip           = "zip"
	FileUnknown       = "unknown"
	FileTruncated     = "truncated"
	FileDamaged       = "damaged"
	FileTooLarge      = "too-large"
	FileUnreadable    = "unreadable" // no file that can be opened, such as a folder under its name
	FileExternalLinks = "external-links"
	FileLinkOutside   = "link-outside"
	FileStylesMissing = "styles-missing"
	FileDate1904      = "date-1904"
)

// FileKinds lists them.
func FileKinds() []string {
	return []string{
		FileXlsx, FileEmpty, FilePassword, FileXls, FileMail, FileMacro, FileXlsb, FileOds, FileDocx, FileCsv, FileHTML, FileXML,
		FilePicture, FilePdf, FileZip, FileUnknown, FileTruncated, FileDamaged, FileTooLarge, FileUnreadable, FileExternalLinks, FileLinkOutside,
		FileStylesMissing, FileDate1904,
	}
}

// fileExamples gives the examples of the rules about a file as a whole: first by the kind of file, then by what the
// workbook says of itself.
func fileExamples() []examples {
	kind := func(code, kind string) examples {
		return examples{code: code, good: Example{File: FileXlsx}, bad: Example{File: kind}}
	}
	return []examples{
		kind("file-empty", FileEmpty),
		kind("file-password", FilePassword),
		kind("file-old-excel", FileXls),
		kind("file-ole", FileMail),
		kind("file-macro", FileMacro),
		kind("file-xlsb", FileXlsb),
		kind("file-ods", FileOds),
		kind("file-docx", FileDocx),
		kind("file-csv", FileCsv),
		kind("file-html", FileHTML),
		kind("file-xml", FileXML),
		kind("file-picture", FilePicture),
		kind("file-pdf", FilePdf),
		kind("file-zip", FileZip),
		kind("file-unknown", FileUnknown),
		kind("file-truncated", FileTruncated),
		kind("file-damaged", FileDamaged),
		kind("file-too-large", FileTooLarge),
		kind("file-unreadable", FileUnreadable),
		kind("external-links", FileExternalLinks),
		kind("link-outside", FileLinkOutside),
		kind("styles-missing", FileStylesMissing),
		kind("date-1904", FileDate1904),

		marked("not-ours", "kind | ledger", issuedBy("qs-2024", "1", "FGJ", "2024-09")),
		marked("identity-edited", relabelled("SWJ", "FGJ"), relabelled("FGJ", "FGJ")),
		marked("wrong-plan", issuedBy("qs-2023", "1", "FGJ", "2024-09"), issuedBy("qs-2024", "1", "FGJ", "2024-09")),
		{code: "no-bureau",
			good: Example{Return: table("填报说明", "", "填报单位 | 发改局 | 填报期 | 2024-09")},
			bad: Example{Return: "# -节点进展\n# -分段进展\n# -指标进展\n# -项目进度\n" + table("填报说明", "", "填报单位 | 某某局 | 填报期 | 2024-09") +
				table("=任务进展", "任务编号 | 重点任务 | 进展状态", "T2 | 招引亿元项目 | 本期无变化")}},
		onCover("no-period", "填报单位 | 发改局 | 填报期 | 2024-09", "填报单位 | 发改局 | 填报期 | 秋天"),
		onCover("wrong-period", "填报单位 | 发改局 | 填报期 | 2024-09", "填报单位 | 发改局 | 填报期 | 2024-08"),
		{code: "plan-older",
			good: Example{Return: table("_duban", "duban |", issuedBy("qs-2024", "1", "FGJ", "2024-09")+"\nplan-sha256 | 5c17")},
			bad: Example{Return: table("_duban", "duban |", issuedBy("qs-2024", "1", "FGJ", "2024-09")+"\nplan-sha256 | 5c17") +
				table("任务进展", "任务编号 | 重点任务 | 进展状态", "T2 | » 招引项目 | 未启动")}},
		{code: "other-plan",
			good: Example{Return: table("任务进展", "任务编号 | 进展状态", "T6 | 未启动")},
			bad: Example{Return: "# -节点进展\n# -分段进展\n# -指标进展\n# -项目进度\n" +
				table("=任务进展", "任务编号 | 重点任务 | 目标要求 | 进展状态 | 进展情况", "X1 | 整治河道 | 年底前完工 | 推进中 | 已完成清淤三公里\nX2 | 修建水库 | 年内开工 | 推进中 | 已完成初步设计")}},
		marked("form-too-old", issuedBy("qs-2024", "0", "FGJ", "2024-09"), issuedBy("qs-2024", "1", "FGJ", "2024-09")),
		marked("form-newer", issuedBy("qs-2024", "99", "FGJ", "2024-09"), issuedBy("qs-2024", "1", "FGJ", "2024-09")),
		{code: "identity-lost",
			good: Example{Return: table("_duban", "duban |", issuedBy("qs-2024", "1", "FGJ", "2024-09"))},
			bad:  Example{Return: table("填报说明", "填报单位 | 发改局 | 填报期 | 2024-09", "零报告 | | 零报告原因 |")}},
		{code: "seal-lost",
			good: Example{Sealed: true, Return: table("_duban", "duban |", relabelled("FGJ", "FGJ"))},
			bad:  Example{Sealed: true, Return: table("填报说明", "填报单位 | 发改局 | 填报期 | 2024-09", "零报告 | | 零报告原因 |")}},
		onCover("cover-bureau-differs", "填报单位 | 发改局 | 填报期 | 2024-09", "填报单位 | 商务局 | 填报期 | 2024-09").issued(""),
		{code: "file-names-other",
			good: Example{Name: "发改局9月.xlsx", Return: table("_duban", "duban |", issuedBy("qs-2024", "1", "FGJ", "2024-09"))},
			bad:  Example{Name: "商务局9月.xlsx", Return: table("_duban", "duban |", issuedBy("qs-2024", "1", "FGJ", "2024-09"))}},
		onCover("cover-period-differs", "填报单位 | 发改局 | 填报期 | 2024-09", "填报单位 | 发改局 | 填报期 | 2024-08").issued(""),

		nothing("return-blank", "零报告 | | 零报告原因 |", "零报告 | 是 | 零报告原因 | 本月各项工作按计划推进，没有新增情况", noEntries),
		nothing("nothing-unclear", "零报告 | » 大概没有 | 零报告原因 | 没有新增情况", "零报告 | 否 | 零报告原因 |", ""),
		nothing("nothing-without-reason", "零报告 | 是 | 零报告原因 | »", "零报告 | 是 | 零报告原因 | 没有新增情况", noEntries),
		nothing("nothing-but-filled", "零报告 | » 是 | 零报告原因 | 没有新增情况", "零报告 | 否 | 零报告原因 |",
			"# 任务进展\n| 任务编号 | 进展状态 | 进展情况 |\n| T1 | 推进中 | 完成现状调查和初稿 |\n"),
	}
}

// issuedBy gives the lines of the hidden sheet that name a workbook's plan, form version, bureau and period.
func issuedBy(plan, form, bureau, period string) string {
	return "kind | template\nplan | " + plan + "\nform | " + form + "\nbureau | " + bureau + "\nperiod | " + period
}

// ExampleKey is the key that the hidden sheets of examples are sealed with.
const ExampleKey = "示例"

// relabelled gives the lines of a sealed workbook that was issued to bureau from, where somebody changed the code to another.
func relabelled(from, to string) string {
	lines := issuedBy("qs-2024", "1", from, "2024-09")
	sheets, err := sheet.ParsePipe(table(workbook.IdentitySheet, workbook.IdentityMark+" |", lines))
	if err != nil {
		return ""
	}
	s, n := sheets[0], sheets[0].LastRow()+1
	workbook.Key(ExampleKey).Seal(s)
	return strings.Replace(lines, from, to, 1) + "\n" + workbook.IdentitySeal + " | '" + s.Value(sheet.At(n, 2)).Text + " | '" + s.Value(sheet.At(n, 3)).Text
}

// marked makes a pair of cases in the hidden sheet.
func marked(code, bad, good string) examples {
	return inReturn(code, "_duban", "duban |", good, bad)
}

// issued puts the hidden sheet of 发改局's workbook for 2024-09 into both cases, with further lines of it.
func (e examples) issued(lines string) examples {
	t := table("_duban", "duban |", issuedBy("qs-2024", "1", "FGJ", "2024-09")+lines)
	e.good.Return += t
	e.bad.Return += t
	return e
}

// onCover makes a pair of cases on the cover.
func onCover(code, good, bad string) examples {
	return inReturn(code, "填报说明", "", good, bad)
}

// nothing makes a pair of cases about the cover's 零报告, with further sheets in both.
func nothing(code, bad, good, sheets string) examples {
	e := inReturn(code, "填报说明", "填报单位 | 发改局 | 填报期 | 2024-09", good, bad)
	e.good.Return += sheets
	e.bad.Return += sheets
	return e
}

// noEntries is a return in which nothing is filled in.
const noEntries = `# 任务进展
| 任务编号 | 进展状态 | 进展情况 |
| T1 | | |
| T2 | | |
| T3 | | |
| T4 | | |
| T6 | | |
# 节点进展
| 任务编号 | 节点编号 | 节点状态 |
| T1 | '1 | |
| T1 | '2 | |
# 分段进展
| 任务编号 | 阶段序号 | 本期数 |
| T3 | '1 | |
| T3 | '2 | |
| T3 | '3 | |
# 指标进展
| 指标编号 | 本期值 |
| Z1 | |
# 项目进度
| 任务编号 | 环节序号 | 环节状态 |
| T4 | '1 | |
| T4 | '2 | |
# 问题清单
| 问题编号 | 问题 |
`
