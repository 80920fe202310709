package draft_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/seeds"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
	"duban/workbook/sheet"
)

// measured lists the documents whose drafts are compared with plans. Both were written for this purpose, the plan before the document was
// run. While the rules were written, only the counts of the hold-outs were looked at. Their results when they were first run show what to
// expect from the next document of a new kind:
//
//   - the five from the work report on, whose wording was looked at since: tasks 87 % precision and 62 % recall, leads 91
//     and 71, deadlines 88 and 83;
//   - the five from the campaign on, looked at since as well: tasks 87 and 87, leads 97 and 91, deadlines 100 and 86;
//   - the four from the circular on: tasks 80 and 80, leads 98 and 85, deadlines 88 and 67. dispatch.txt, remarks.txt and texts
//     retelling the four were then learnt from, so that they are hold-outs no more;
//   - the speech on schools and the report of a study trip, after that: 74 and 80, 88 and 91, 90 and 90;
//   - the notice of works for people's livelihood and the minutes of a committee: tasks 89 and 100, 86 and 86, leads 80 and 71,
//     82 and 82, deadlines 85 and 85, 78 and 78; their wording was looked at since. Three rows of the committee's plan were written
//     along with a rule, for goods bought in one breath, and prove nothing of it: flood.txt asks for the same from before;
//   - the tasks of a work report shared out, the minutes on floods and the pasted table: tasks 90 and 76, 90 and 70, 100 and 21, leads
//     100 and 100, 95 and 79, 100 and 67, deadlines 100 and 82, 92 and 86, 100 and 100, figures 91 and 95, 100 and 92, 100 and 80;
//     their wording was looked at since, their plans were not touched.
//   - minutes of a standing committee, a notice of inspection with its annex typed as lines, a campaign, leaders' instructions, a work
//     report shared out: tasks 100 and 91, 86 and 55, 100 and 93, 80 and 80, 95 and 83, leads 78 and 100, 100 and 25, 100 and 100, 75
//     and 75, 100 and 100; their plans were written after a first draft was seen, and are no more than a record of what is right now.
//
// The speech is a mayor's half-year speech retold in our own words with its facts and traps; its plan is the built-in one,
// which people made with more insight than the wording gives (a task that only follows from another, a lead that is meant
// for all of a reform). That is why less is asked of it.
var measured = []struct {
	file    string
	holdOut bool
	least   percent
}{
	{"speech.txt", false, percent{tasks: [2]int{97, 92}, leads: [2]int{98, 97}, deadlines: [2]int{95, 95}}},
	{"labelled.txt", false, percent{[2]int{100, 100}, [2]int{100, 100}, [2]int{100, 100}}},
	{"bracketed.txt", false, percent{[2]int{100, 100}, [2]int{100, 100}, [2]int{100, 100}}},
	{"list.md", false, percent{[2]int{100, 100}, [2]int{100, 100}, [2]int{100, 100}}},
	{"table.txt", false, percent{[2]int{100, 100}, [2]int{100, 100}, [2]int{100, 100}}},
	{"minutes.txt", false, percent{[2]int{90, 100}, [2]int{90, 90}, [2]int{100, 83}}},
	{"township.txt", false, percent{[2]int{100, 100}, [2]int{100, 100}, [2]int{100, 100}}},
	{"nobureau.txt", false, percent{[2]int{100, 100}, [2]int{100, 100}, [2]int{100, 100}}},
	{"report.txt", false, percent{[2]int{95, 95}, [2]int{100, 100}, [2]int{100, 80}}},
	{"rectify.txt", false, percent{[2]int{100, 100}, [2]int{100, 80}, [2]int{100, 100}}},
	{"assign.txt", false, percent{[2]int{100, 100}, [2]int{100, 80}, [2]int{100, 100}}},
	{"ledger.txt", false, percent{[2]int{100, 100}, [2]int{100, 100}, [2]int{100, 100}}},
	{"safety.txt", false, percent{[2]int{100, 100}, [2]int{100, 100}, [2]int{100, 100}}},
	{"campaign.txt", false, percent{[2]int{75, 85}, [2]int{100, 100}, [2]int{100, 100}}},
	{"standing.txt", false, percent{[2]int{100, 90}, [2]int{100, 100}, [2]int{100, 100}}},
	{"harvest.txt", false, percent{[2]int{90, 90}, [2]int{100, 85}, [2]int{100, 100}}},
	{"letter.txt", false, percent{[2]int{100, 100}, [2]int{100, 100}, [2]int{100, 100}}},
	{"register.txt", false, percent{[2]int{100, 100}, [2]int{100, 100}, [2]int{100, 100}}},
	{"dispatch.txt", false, percent{[2]int{80, 90}, [2]int{100, 100}, [2]int{90, 80}}},
	{"remarks.txt", false, percent{[2]int{85, 75}, [2]int{100, 100}, [2]int{100, 100}}},
	{"holdout-speech.txt", true, percent{[2]int{90, 90}, [2]int{95, 95}, [2]int{95, 85}}},
	{"holdout-minutes.txt", true, percent{[2]int{88, 90}, [2]int{95, 95}, [2]int{95, 95}}},
	{"holdout-plan.txt", true, percent{[2]int{90, 90}, [2]int{95, 95}, [2]int{95, 95}}},
	{"holdout-schools.txt", true, percent{[2]int{90, 75}, [2]int{85, 90}, [2]int{85, 95}}},
	{"holdout-study.txt", true, percent{[2]int{60, 80}, [2]int{85, 85}, [2]int{95, 75}}},
	{"circular.txt", false, percent{[2]int{95, 95}, [2]int{95, 95}, [2]int{95, 95}}},
	{"visit.txt", false, percent{[2]int{80, 65}, [2]int{85, 75}, [2]int{95, 80}}},
	{"economy.txt", false, percent{[2]int{85, 90}, [2]int{95, 85}, [2]int{85, 75}}},
	{"livelihood.txt", false, percent{[2]int{90, 95}, [2]int{95, 85}, [2]int{90, 90}}},
	{"committee.txt", false, percent{[2]int{95, 90}, [2]int{80, 80}, [2]int{75, 75}}},
	{"urgent.txt", false, percent{[2]int{90, 90}, [2]int{95, 95}, [2]int{95, 95}}},
	{"breakdown.txt", false, percent{[2]int{90, 95}, [2]int{100, 95}, [2]int{95, 90}}},
	{"flood.txt", false, percent{[2]int{95, 85}, [2]int{100, 100}, [2]int{90, 85}}},
	{"pasted.txt", false, percent{[2]int{100, 100}, [2]int{100, 100}, [2]int{100, 100}}},
	{"session.txt", false, percent{[2]int{95, 95}, [2]int{95, 95}, [2]int{95, 95}}},
	{"inspection.txt", false, percent{[2]int{100, 100}, [2]int{100, 100}, [2]int{100, 100}}},
	{"traffic.txt", false, percent{[2]int{95, 90}, [2]int{100, 100}, [2]int{100, 100}}},
	{"instructions.txt", false, percent{[2]int{100, 100}, [2]int{100, 100}, [2]int{100, 100}}},
	{"sharing.txt", false, percent{[2]int{95, 85}, [2]int{100, 100}, [2]int{80, 80}}},
}

// percent holds the least precision and recall that are accepted, in per cent.
type percent struct{ tasks, leads, deadlines [2]int }

// TestMeasured prints precision and recall for each document (go test -v), and fails if they fall below percent.
func TestMeasured(t *testing.T) {
	var seen, held draft.Comparison
	for _, m := range measured {
		plan := readPlan(t, m.file)
		d := draft.Read(readDoc(t, m.file), calendar.DefaultDeadlineRules(plan.Settings.DocDate))
		c := draft.Compare(d, plan)
		report(t, m.file, c)
		for _, x := range []struct {
			what  string
			rate  draft.Rate
			least [2]int
		}{{"tasks", c.Tasks, m.least.tasks}, {"leads", c.Leads, m.least.leads}, {"deadlines", c.Deadlines, m.least.deadlines}} {
			if p, r := 100*x.rate.Precision(), 100*x.rate.Recall(); p < float64(x.least[0]) || r < float64(x.least[1]) {
				t.Errorf("%s: %s: precision %.0f %%, recall %.0f %%; at least %d and %d", m.file, x.what, p, r, x.least[0], x.least[1])
			}
		}
		if m.holdOut {
			held.Add(c)
		} else {
			seen.Add(c)
		}
	}
	for _, x := range []struct {
		what  string
		rate  draft.Rate
		least [2]float64
	}{
		{"figures", seen.Figures, [2]float64{0.97, 0.94}}, {"units", seen.Units, [2]float64{0.95, 0.87}},
		{"figures of hold-outs", held.Figures, [2]float64{0.97, 0.84}}, {"units of hold-outs", held.Units, [2]float64{0.97, 0.84}},
	} {
		if p, r := x.rate.Precision(), x.rate.Recall(); p < x.least[0] || r < x.least[1] {
			t.Errorf("%s: precision %.3f, recall %.3f; at least %v", x.what, p, r, x.least)
		}
	}
	report(t, "all but hold-outs", &seen)
	report(t, "hold-outs", &held)
}

func report(t *testing.T, what string, c *draft.Comparison) {
	t.Helper()
	t.Logf("%-20s precision/recall in %%: tasks %s, leads %s, supports %s, deadlines %s, figures %s, units %s; wording covered %d of %d",
		what, rate(c.Tasks), rate(c.Leads), rate(c.Supports), rate(c.Deadlines), rate(c.Figures), rate(c.Units), c.Covered, c.Tasks.Wanted)
	if n := c.Leads.Unsaid + c.Supports.Unsaid + c.Deadlines.Unsaid + c.Figures.Unsaid; n > 0 {
		t.Logf("%-20s not in the text: leads %d, supports %d, deadlines %d, figures %d; recall of the rest: %s/%s/%s/%s", "",
			c.Leads.Unsaid, c.Supports.Unsaid, c.Deadlines.Unsaid, c.Figures.Unsaid,
			whole(c.Leads.Findable()), whole(c.Supports.Findable()), whole(c.Deadlines.Findable()), whole(c.Figures.Findable()))
	}
}

func rate(r draft.Rate) string {
	return strings.Join([]string{whole(r.Precision()), whole(r.Recall())}, "/")
}

func whole(f float64) string { return sheet.Num(float64(int(100*f + 0.5))).String() }

func readDoc(t testing.TB, name string) draft.Document {
	t.Helper()
	text := readText(t, name)
	if !isTable(text) {
		return draft.ParseText(string(text))
	}
	sheets, err := sheet.ParsePipe(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return draft.Document{Blocks: []draft.Block{{Table: sheets[0]}}}
}

func isTable(text []byte) bool { return strings.HasPrefix(string(text), "# 重点任务表\n|") }

func readText(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// readPlan reads the plan that people made of a document.
func readPlan(t testing.TB, name string) *workbook.Plan {
	t.Helper()
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	book := &sheet.Book{}
	if name == "speech.txt" {
		if book, err = seeds.Plan("rushan"); err != nil {
			t.Fatal(err)
		}
	} else {
		text, err := os.ReadFile(filepath.Join("testdata", strings.TrimSuffix(name, filepath.Ext(name))+".gold.txt"))
		if err != nil {
			t.Fatal(err)
		}
		if book.Sheets, err = sheet.ParsePipe(string(text)); err != nil {
			t.Fatal(err)
		}
	}
	return workbook.DecodePlan(book, name, templates.PlanForms(words))
}

// A speech of a million characters takes seconds, as the time grows in proportion to the length.
func BenchmarkMillion(b *testing.B) {
	text, err := os.ReadFile(filepath.Join("testdata", "speech.txt"))
	if err != nil {
		b.Fatal(err)
	}
	long := strings.Repeat(string(text), 1_000_000/len([]rune(string(text)))+1)
	rules := calendar.DefaultDeadlineRules(calendar.NewDate(2024, 9, 1))
	b.SetBytes(int64(len(long)))
	for b.Loop() {
		draft.Read(draft.ParseText(long), rules)
	}
}
