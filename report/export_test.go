package report

import (
	"strings"
	"testing"

	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/tidy"
)

func exportOf(t *testing.T, name string, ledgers ...*Ledger) *tidy.Table {
	t.Helper()
	for _, x := range Export(ledgers) {
		if x.Name == name {
			return x
		}
	}
	t.Fatalf("no table %s", name)
	return nil
}

func valueAt(t *testing.T, x *tidy.Table, row []sheet.Value, column string) sheet.Value {
	t.Helper()
	for i, c := range x.Columns {
		if c.Name == column {
			return row[i]
		}
	}
	t.Fatalf("%s has no column %s", x.Name, column)
	return sheet.Value{}
}

func TestExportDump(t *testing.T) {
	sep, oct := smallRounds(t)
	var out strings.Builder
	for _, x := range Export([]*Ledger{sep, oct}) {
		data, err := tidy.CSV(x)
		if err != nil {
			t.Fatal(err)
		}
		out.WriteString("# " + x.Name + "\n" + strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n") + "\n")
	}
	golden(t, "export.txt", out.String())
}

// Every column has a meaning in both languages, and no name occurs twice in a table.
func TestExportColumnsAreDescribed(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, r := range ExportColumns(Export(nil), catalogueOf(t, lang)).Rows {
			if r[3].Text == "" {
				t.Errorf("%s: %s.%s has no meaning", lang, r[0].Text, r[1].Text)
			}
		}
	}
	for _, x := range Export(nil) {
		seen := map[string]bool{}
		for _, c := range x.Columns {
			if seen[c.Name] {
				t.Errorf("%s has two columns %s", x.Name, c.Name)
			}
			seen[c.Name] = true
		}
	}
}

// The exported tables are the ledger: they have as many rows, and give the same means to somebody who computes them from the tables alone.
func TestExportIsTheLedger(t *testing.T) {
	_, oct := smallRounds(t)
	tasks, lines := exportOf(t, "tasks", oct), exportOf(t, "ledger", oct)
	if len(lines.Rows) != len(oct.Lines) || len(tasks.Rows) != oct.overall().Tasks {
		t.Errorf("%d lines and %d tasks, want %d and %d", len(lines.Rows), len(tasks.Rows), len(oct.Lines), oct.overall().Tasks)
	}
	classes := map[string]int{}
	sum, n := 0.0, 0
	for _, r := range tasks.Rows {
		class, done := valueAt(t, tasks, r, "class"), valueAt(t, tasks, r, "completion")
		classes[class.Text]++
		if valueAt(t, tasks, r, "status_only").True() || class.Text == "unassigned" || done.IsBlank() {
			continue
		}
		sum += min(1, done.Num)
		n++
	}
	if got := round9(sum / float64(n)); got != oct.overall().Completion.V {
		t.Errorf("mean %v, the ledger's %v", got, oct.overall().Completion.V)
	}
	if classes["done"] != oct.overall().Classes[ClassDone] || classes["behind"] != oct.overall().Classes[ClassBehind] {
		t.Errorf("classes %v", classes)
	}
}

func TestExportKeepsStatusOnlyContent(t *testing.T) {
	sep, oct := smallRounds(t)
	may := map[string]bool{"county": true, "plan_id": true, "plan_sha256": true, "period": true, "as_of": true, "task_id": true, "title": true, "light": true,
		"lead_code": true, "lead": true, "bureau_code": true, "bureau": true, "status": true, "status_only": true}
	found := 0
	for _, x := range Export([]*Ledger{sep, oct}) {
		for _, r := range x.Rows {
			secret := false
			for i := range r {
				if strings.Contains(r[i].Text, "不对外") {
					t.Errorf("%s tells %q", x.Name, r[i].Text)
				}
				secret = secret || r[i].Text == "GJ-01"
			}
			if !secret {
				continue
			}
			found++
			for i, c := range x.Columns {
				if !may[c.Name] && !r[i].IsBlank() {
					t.Errorf("%s.%s of a status-only task is %q", x.Name, c.Name, r[i])
				}
			}
		}
	}
	if found != 4 {
		t.Errorf("the status-only task stands in %d rows, want one a table and period", found)
	}
}

// Every value is of its column's type.
func TestExportTypes(t *testing.T) {
	sep, oct := smallRounds(t)
	for _, x := range Export([]*Ledger{sep, oct}) {
		for _, r := range x.Rows {
			for i, c := range x.Columns {
				v := r[i]
				ok := v.IsBlank()
				switch c.Type {
				case tidy.Text:
					ok = ok || v.Kind == sheet.Text && v.Text != ""
				case tidy.Bool:
					ok = ok || v.Kind == sheet.Bool
				case tidy.Day:
					ok = ok || v.Kind == sheet.Number && calendar.Date(v.Num).Valid()
				case tidy.Int:
					ok = ok || v.Kind == sheet.Number && v.Num == float64(int(v.Num))
				case tidy.Real:
					ok = ok || v.Kind == sheet.Number
				}
				if !ok {
					t.Errorf("%s.%s is %v, no %s", x.Name, c.Name, v, c.Type)
				}
			}
		}
	}
}
