package templates_test

import (
	"fmt"
	"strings"
	"testing"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/sheet"
)

// The note on the heading of a self-check that has no room for all rules names those, and does not say that blank is well.
func TestUnsaidRulesAreNoted(t *testing.T) {
	c := load(t, "zh")
	plan, forms, template := selfCheckCounty(t, c)
	rules := validate.RulesOf(plan, forms, forms)
	plain := forms.Progress.Column(workbook.ColCheck).Note
	for i := range 200 {
		rules = append(rules, workbook.Rule{Code: fmt.Sprint("q", i), Form: workbook.FormProgress, Own: true, Severity: workbook.Warning,
			Source: `[@进展情况]<>"老样子"`, Message: fmt.Sprintf("第%d条：%s", i, strings.Repeat("写明办了什么", 5))})
	}
	book, err := templates.Layout(template, forms, rules, c)
	if err != nil {
		t.Fatal(err)
	}
	heading := book.Sheet(forms.Progress.Sheet).Cell(sheet.At(4, forms.Progress.Index(workbook.ColCheck)+1))
	note := heading.Extra.Note
	if strings.Contains(note, plain) || strings.Contains(note, "第0条") || !strings.Contains(note, "第90条") || !strings.Contains(note, "还有") {
		t.Errorf("the note is\n%s", note)
	}
}
