package templates_test

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"duban/seeds"
	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// laidOut keeps the results of issued, by language.
var laidOut sync.Map

// issued gives the templates of the built-in plan's first round, by bureau.
func issued(t *testing.T, lang string) map[string]*sheet.Book {
	t.Helper()
	if b, ok := laidOut.Load(lang); ok {
		return b.(map[string]*sheet.Book)
	}
	r := newRound(t, lang)
	layouter := templates.NewLayouter(r.forms, r.rules, r.words)
	out := map[string]*sheet.Book{}
	for _, one := range r.templates {
		laid, err := layouter.Layout(one)
		if err != nil {
			t.Fatal(err)
		}
		out[one.Bureau.Name] = laid
	}
	if len(out) < 40 {
		t.Fatalf("only %d templates", len(out))
	}
	laidOut.Store(lang, out)
	return out
}

// round is what the built-in plan asks in its first round, not yet laid out.
type round struct {
	plan      *workbook.Plan
	templates []*templates.Template
	forms     *workbook.TemplateForms
	rules     []workbook.Rule
	words     *templates.Catalogue
}

func newRound(t *testing.T, lang string) round {
	t.Helper()
	c := load(t, lang)
	book, err := seeds.Plan("rushan")
	if err != nil {
		t.Fatal(err)
	}
	plan := workbook.DecodePlan(book, "rushan", templates.PlanForms(c))
	r := round{plan: plan, forms: templates.ReturnForms(c), words: c}
	r.rules = validate.RowRules(templates.ReturnForms(load(t, "zh")), r.forms)
	period, _ := calendar.ParsePeriod("2024-09")
	for _, b := range plan.Reporting(nil, period) {
		r.templates = append(r.templates, templates.Prepare(plan, r.forms, nil, b, period, c))
	}
	return r
}

// What the templates of a round have in common is worked out once, but each is the same as if it were the only one, even with a rule that
// uses all rows of its sheet.
func TestTemplatesOfARoundAreEachTheirOwn(t *testing.T) {
	r := newRound(t, "zh")
	r.rules = append(r.rules, workbook.Rule{Code: "own-task-once", Own: true, Form: workbook.FormProgress, Severity: workbook.Problem,
		Source: `=COUNTIF([任务编号],[@任务编号])=1`, Message: "同一任务填了两行"})
	layouter := templates.NewLayouter(r.forms, r.rules, r.words)
	asked, lengths := 0, map[int]bool{}
	for _, one := range r.templates {
		among, err := layouter.Layout(one)
		if err != nil {
			t.Fatal(err)
		}
		alone, err := templates.Layout(one, r.forms, r.rules, r.words)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(among, alone) {
			t.Errorf("%s is laid out otherwise among others", one.Bureau.Name)
		}
		if s := alone.Sheet(r.forms.Progress.Sheet); s != nil {
			lengths[s.LastRow()] = true
			for _, c := range s.Rows[len(s.Rows)-1].Cells {
				if strings.Contains(c.Formula, "COUNTIF($A$5:$A$"+strconv.Itoa(s.LastRow())) {
					asked++
				}
			}
		}
	}
	if asked < 40 || len(lengths) < 5 {
		t.Fatalf("%d sheets of %d lengths look at all their rows: that shows nothing", asked, len(lengths))
	}
}

// visible gives the sheets that a clerk sees, the cover first.
func visible(b *sheet.Book) []*sheet.Sheet {
	var out []*sheet.Sheet
	for _, s := range b.Sheets {
		if s.Visibility == sheet.Visible {
			out = append(out, s)
		}
	}
	return out
}

// Every cell to be filled in has a message that says what belongs there, with an example; a closed list names its choices, and an open one
// allows several names.
func TestEveryInputIsExplained(t *testing.T) {
	for lang, example := range map[string]string{"zh": "例：", "en": "e.g. "} {
		for bureau, b := range issued(t, lang) {
			for _, s := range visible(b)[1:] {
				at := map[int]*sheet.Validation{}
				for i := range s.Layout.Validations {
					v := &s.Layout.Validations[i]
					at[v.Range.First.Col] = v
				}
				for _, h := range s.Row(4).Cells {
					if h.Role != sheet.HeadingInput {
						continue
					}
					v := at[h.Col]
					if v == nil {
						t.Errorf("%s %s %s: no message", bureau, s.Name, h.Value)
						continue
					}
					if v.Type != sheet.AnyValidation && !v.Open && v.Error == "" {
						t.Errorf("%s %s %s: refuses without a word", bureau, s.Name, h.Value)
					}
					if len(v.Choices) > 0 && !strings.Contains(v.Error, v.Choices[len(v.Choices)-1]) {
						t.Errorf("%s %s %s: %q does not name the choices", bureau, s.Name, h.Value, v.Error)
					}
					if v.ListRange != "" && !v.Open {
						t.Errorf("%s %s %s: several names cannot be typed", bureau, s.Name, h.Value)
					}
					// A list's free text is the county's own and explains itself by its heading.
					if own := s.Name == "外出招商" && v.Type == sheet.AnyValidation; !own && !strings.Contains(strings.ToLower(v.Prompt), example) {
						t.Errorf("%s %s %s: %q has no example", bureau, s.Name, h.Value, v.Prompt)
					}
					for text, most := range map[string]int{v.PromptTitle: 32, v.ErrorTitle: 32, v.Prompt: 255, v.Error: 255} {
						if n := len(utf16.Encode([]rune(text))); n > most {
							t.Errorf("%s %s %s: %d characters, Excel shows %d", bureau, s.Name, h.Value, n, most)
						}
					}
				}
			}
		}
	}
}

// A rate with a lower bound may be below 0, a total may not.
func TestFiguresBelowZero(t *testing.T) {
	r := newRound(t, "zh")
	one := r.templates[0]
	for direction, want := range map[string]string{workbook.Higher: "0", workbook.Floor: "-1000000000000"} {
		for _, task := range r.plan.TasksWith(one.Bureau) {
			task.Measure, task.Direction = workbook.Quantity, direction
		}
		laid, err := templates.NewLayouter(r.forms, r.rules, r.words).Layout(one)
		if err != nil {
			t.Fatal(err)
		}
		s := laid.Sheet(r.forms.Progress.Sheet)
		at := r.forms.Progress.Index(workbook.ColDoneValue) + 1
		found := slices.IndexFunc(s.Layout.Validations, func(v sheet.Validation) bool { return v.Range.First.Col == at })
		if found < 0 || s.Layout.Validations[found].Min != want {
			t.Errorf("%s: %+v", direction, s.Layout.Validations)
		}
	}
}

// The first round's sheets fit a screen of 1366 pixels, at seven pixels a digit and with the window's frame.
func TestSheetsFitTheScreen(t *testing.T) {
	const frame = 44
	for bureau, b := range issued(t, "zh") {
		for _, s := range visible(b) {
			width := 0.0
			for _, c := range s.Layout.Columns {
				if !c.Hidden {
					width += 7 * c.Width * float64(c.Last-c.First+1)
				}
			}
			if width += frame; width > 1366 {
				t.Errorf("%s %s: %.0f pixels", bureau, s.Name, width)
			}
		}
	}
}

// Narrow as the columns are, no heading leaves a single character on its last line.
func TestHeadingsBreakWell(t *testing.T) {
	looked := 0
	for bureau, b := range issued(t, "zh") {
		for _, s := range visible(b)[1:] {
			for _, c := range s.Row(s.Layout.FreezeRows).Cells {
				looked++
				if w := s.Layout.Columns[c.Col-1].Width; sheet.HeadingWidth(c.Value.Text, w) > w {
					t.Errorf("%s %s: %q does not break well in %.1f", bureau, s.Name, c.Value.Text, w)
				}
			}
		}
	}
	if looked == 0 {
		t.Error("no heading was looked at")
	}
}

// The cover links to every sheet, and every sheet links back.
func TestCoverLeadsToEverySheet(t *testing.T) {
	for bureau, b := range issued(t, "zh") {
		sheets := visible(b)
		linked := map[string]bool{}
		for _, r := range sheets[0].Rows {
			for _, c := range r.Cells {
				if c.Extra != nil {
					linked[c.Extra.Link] = true
				}
			}
		}
		for _, s := range sheets[1:] {
			if !linked["'"+s.Name+"'!A1"] && !linked[s.Name+"!A1"] {
				t.Errorf("%s: the cover does not lead to %s", bureau, s.Name)
			}
			if back := s.Cell(sheet.At(1, 1)); back == nil || back.Extra == nil || !strings.Contains(back.Extra.Link, sheets[0].Name) {
				t.Errorf("%s: no way back from %s", bureau, s.Name)
			}
		}
	}
}

// The self-check of a county's list fits on one line, so that rows do not grow before somebody types in them.
func TestListsSayOnOneLineWhatIsWrong(t *testing.T) {
	said, han := regexp.MustCompile(`"([●△][^"]+?) *"`), regexp.MustCompile(`[^ -~]`)
	looked := 0
	for bureau, b := range issued(t, "zh") {
		s := b.Sheet("外出招商")
		if s == nil {
			continue
		}
		for r := range s.Each() {
			for _, c := range r.Cells {
				for _, m := range said.FindAllStringSubmatch(c.Formula, -1) {
					looked++
					if w := s.Layout.Columns[c.Col-1].Width; w < float64(utf8.RuneCountInString(m[1])+strings.Count(han.ReplaceAllString(m[1], "|"), "|")) {
						t.Errorf("%s: %s is %.1f wide, for %s", bureau, sheet.At(r.N, c.Col), w, m[1])
					}
				}
			}
		}
	}
	if looked == 0 {
		t.Error("no list says anything")
	}
}

// An untouched row is grey and never red; errors are red, and points that may be explained are amber.
func TestSelfCheckColours(t *testing.T) {
	b := issued(t, "zh")["发改局"]
	s := b.Sheet("任务进展")
	want := []struct {
		formula string
		role    sheet.Role
	}{{`="待填"`, sheet.Muted}, {`FIND("●"`, sheet.Alert}, {`LEN(`, sheet.Warn}}
	if len(s.Layout.Conditionals) != len(want) {
		t.Fatalf("%d colours", len(s.Layout.Conditionals))
	}
	for i, w := range want {
		if c := s.Layout.Conditionals[i]; !strings.Contains(c.Formula, w.formula) || c.Role != w.role || i < 2 && !c.StopIfTrue {
			t.Errorf("colour %d: %+v", i, c)
		}
	}
}

// The self-check's short words match the finding that the row gets if it is sent anyway.
func TestSelfCheckSpeaksAsTheFindingDoes(t *testing.T) {
	c := load(t, "zh")
	for _, id := range c.IDs() {
		code, ok := strings.CutPrefix(id, "self.")
		if !ok {
			continue
		}
		said := c.T("finding."+code, "field", "", "value", "", "unit", "") + c.T("hint."+code)
		for _, f := range templates.ReturnForms(c).All() {
			for i := range f.Columns {
				said += f.Columns[i].Heading
			}
		}
		short := []rune(strings.NewReplacer("，", "", "，却", "").Replace(c.T(id)))
		shared := 0
		for i := 0; i+2 <= len(short); i++ {
			if strings.Contains(said, string(short[i:i+2])) {
				shared++
			}
		}
		if 2*shared < len(short)-1 {
			t.Errorf("%s: %q has little of %q", code, string(short), c.T("finding."+code))
		}
	}
}

// In print the distribution list ends with the column to tick: with the hashes after it, it would need A3.
func TestDistributionListPrintsUpToTheTick(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		r := newRound(t, lang)
		one := r.templates[0]
		s := templates.DistributionBook(r.plan, one.Period, []templates.Handout{{Bureau: one.Bureau, File: "a.xlsx", Points: 3, SHA256: "b172"}}, nil, r.words).Sheets[0]
		area, tick, code := s.Layout.Print.Area, 0, 0
		for col := 1; col <= s.LastCol(); col++ {
			switch s.Value(sheet.At(3, col)).Text {
			case r.words.T("distribution.sent"):
				tick = col
			case r.words.T("distribution.sha256"):
				code = col
			}
		}
		if tick == 0 || code == 0 || area != sheet.Rect(1, 1, 4, tick) {
			t.Errorf("%s: %v is printed; to tick is column %d, the code is column %d", lang, area, tick, code)
		}
		if s.OnA3() {
			t.Errorf("%s: it takes an A3 sheet", lang)
		}
		if s.Cell(sheet.At(4, code)).Align != sheet.AlignRun {
			t.Errorf("%s: a code that is not printed makes its row higher", lang)
		}
		for _, m := range s.Merges {
			if m.Last.Col > tick {
				t.Errorf("%s: %v is cut on paper", lang, m)
			}
		}
	}
}

// TestSpecialRoundIsNamed checks that the workbook of a special round names the round, on screen and in print.
func TestSpecialRoundIsNamed(t *testing.T) {
	for lang, want := range map[string]string{"zh": "2024年9月28日集中开工", "en": "集中开工, 2024-09-28"} {
		r := newRound(t, lang)
		special := &workbook.SpecialRound{Period: calendar.PeriodOf(calendar.Special, calendar.NewDate(2024, 9, 28)), Name: "集中开工"}
		r.plan.Specials = []*workbook.SpecialRound{special}
		r.templates[0].Period = special.Period
		book, err := templates.NewLayouter(r.forms, r.rules, r.words).Layout(r.templates[0])
		if err != nil {
			t.Fatal(err)
		}
		sheets := visible(book)
		cover, form := sheets[0], sheets[1]
		if got := cover.Value(sheet.At(4, 4)).String(); got != want {
			t.Errorf("%s: the cover says %q, want %q", lang, got, want)
		}
		if title, foot := form.Value(sheet.At(1, 2)).String(), form.Layout.Print.FooterLeft; !strings.Contains(title, want) || !strings.Contains(foot, want) {
			t.Errorf("%s: the form is headed %q and printed over %q", lang, title, foot)
		}
	}
}
