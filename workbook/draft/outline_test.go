package draft_test

import (
	"testing"

	"duban/workbook"
	"duban/workbook/draft"
)

// What stands before the first number is the title and who is addressed, unless it asks for something.
func TestShortTextsWithoutNumbers(t *testing.T) {
	for _, x := range []struct {
		text, title string
		tasks       int
	}{
		{"关于报送迎检名单的通知\n各单位：\n请于9月5日前报送迎检名单。", "关于报送迎检名单的通知", 1},
		{"请财政局于9月5日前报送预算表。\n请人社局9月10日前报送花名册。", "", 2},
		{"在调度会上的讲话\n张三\n2024年9月1日\n同志们：\n一、由教育局牵头，10月底前制定方案。", "在调度会上的讲话", 1},
		{"年度工作要点\n要求严、标准高、责任重\n一、由教育局牵头，10月底前制定方案。", "年度工作要点", 1},
	} {
		d := draft.Read(draft.ParseText(x.text), workbook.DefaultDeadlineRules(speechDay))
		if len(d.Tasks) != x.tasks || d.Title.Text != x.title {
			t.Errorf("%q: %d tasks %q under %q, want %d under %q", x.text, len(d.Tasks), titlesOf(d.Tasks), d.Title.Text, x.tasks, x.title)
		}
	}
}
