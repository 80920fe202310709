package draft_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
)

var update = flag.Bool("update", false, "write testdata/rules.gold.txt anew")

// Each rule of a table decides its example. The golden file says what is drafted from the example.
func TestRules(t *testing.T) {
	var got strings.Builder
	table, seen := "", map[string]bool{}
	for _, x := range draft.Rules() {
		if seen[x.Name] {
			t.Errorf("%s: two rules have this name", x.Name)
		}
		seen[x.Name] = true
		if x.Table != table {
			table = x.Table
			got.WriteString("\n# " + table + "\n")
		}
		text := x.Example
		if !strings.Contains(text, "\n") {
			text = "一、" + text
		}
		doc := draft.ParseText("关于某项工作的通知\n" + text)
		if rules := calendar.DefaultDeadlineRules(speechDay); !draft.Decided(doc, rules)[x.Name] {
			t.Errorf("%s: %s does not decide its example %s", x.Table, x.Name, x.Example)
		}
		got.WriteString("\n" + x.Name + "\n" + x.Example + "\n")
		for _, task := range read(text) {
			got.WriteString("  " + task.Get(workbook.ColTitle).Text + " | " + line(task) + "\n")
		}
	}
	const golden = "testdata/rules.gold.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("%s differs from what is drafted now; write it with -update and read what changed", golden)
	}
}
