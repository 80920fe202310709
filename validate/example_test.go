package validate

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// spot is a cell of a workbook of an example.
type spot struct {
	file, sheet string
	ref         sheet.Ref
}

func (s spot) String() string { return s.file + " " + s.sheet + "!" + s.ref.String() }

// overlay lays an example's sheets over a workbook, and gives the places of the marked cells in it.
func overlay(t *testing.T, file string, base *sheet.Book, text string, forms []*workbook.Form) (marks []spot) {
	t.Helper()
	sheets, marked, err := Marked(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for i, s := range sheets {
		dress(s)
		name := strings.TrimLeft(s.Name, "=-")
		at := slices.IndexFunc(base.Sheets, func(b *sheet.Sheet) bool { return b.Name == name })
		if strings.HasPrefix(s.Name, "-") {
			base.Sheets = slices.Delete(base.Sheets, at, at+1)
			continue
		}
		fi := slices.IndexFunc(forms, func(f *workbook.Form) bool { return f.Sheet == name })
		place := func(r sheet.Ref) sheet.Ref { return r }
		switch {
		case at < 0:
			base.Sheets = append(base.Sheets, s)
		case strings.HasPrefix(s.Name, "=") || fi < 0:
			base.Sheets[at] = s
		default:
			place = layRows(t, base.Sheets[at], s, forms[fi])
			for _, m := range s.Merges {
				base.Sheets[at].Merges = append(base.Sheets[at].Merges, sheet.Range{First: place(m.First), Last: place(m.Last)})
			}
		}
		s.Name = name
		for _, r := range marked[i] {
			marks = append(marks, spot{file, name, place(r)})
		}
	}
	return marks
}

// dress applies the signs of an example that are not values of cells: it merges cells, and gives numbers
// formats that show them in another way.
func dress(s *sheet.Sheet) {
	for i := range s.Rows {
		row := &s.Rows[i]
		for j := range row.Cells {
			c := &row.Cells[j]
			if c.Value.Kind == sheet.Text && c.Value.Text == "⇑" {
				c.Value = sheet.Value{}
				at := sheet.At(row.N, c.Col)
				if n := len(s.Merges); n > 0 && s.Merges[n-1].Last == sheet.At(row.N-1, c.Col) {
					s.Merges[n-1].Last = at
				} else {
					s.Merges = append(s.Merges, sheet.Rect(row.N-1, c.Col, row.N, c.Col))
				}
			}
			if number, _, ok := strings.Cut(c.Value.Text, "⇢"); ok && c.Value.Kind == sheet.Text {
				if v, err := strconv.ParseFloat(number, 64); err == nil {
					c.Value, c.Shown = sheet.Num(v), sheet.ShownOtherwise
				}
			}
		}
	}
}

// layRows lays the rows of an example's sheet over a sheet with its headings in the first row.
func layRows(t *testing.T, base, s *sheet.Sheet, f *workbook.Form) func(sheet.Ref) sheet.Ref {
	t.Helper()
	cols := map[int]int{} // column of the example → column of the base
	last := base.LastCol()
	for _, c := range s.Row(1).Cells {
		for _, b := range base.Row(1).Cells {
			if b.Value.Text == c.Value.Text && cols[c.Col] == 0 {
				cols[c.Col] = b.Col
			}
		}
		if cols[c.Col] == 0 {
			last++
			cols[c.Col] = last
			base.Put(sheet.At(1, last), sheet.Cell{Value: c.Value})
		}
	}
	column := func(key string) int { // of the example
		for _, c := range s.Row(1).Cells {
			if i := f.Index(key); i >= 0 && f.Columns[i].Heading == c.Value.Text {
				return c.Col
			}
		}
		return 0
	}
	lone := len(f.ID) == 0 || f.Key == workbook.FormProblems
	if lone {
		base.Rows = base.Rows[:1]
	}
	rows := map[int]int{1: 1}
	taken := map[int]bool{1: true}
	for _, row := range s.Rows[1:] {
		to := 0
		for n := 2; n <= base.LastRow() && !lone && to == 0; n++ {
			same := !taken[n]
			for _, key := range f.ID {
				col := column(key)
				same = same && (col == 0 || s.Value(sheet.At(row.N, col)).Equal(base.Value(sheet.At(n, cols[col]))))
			}
			if same && column(f.ID[0]) > 0 {
				to = n
				for i := range f.Columns {
					for _, h := range base.Row(1).Cells {
						if f.Columns[i].Filled == workbook.ByBureau && f.Columns[i].Heading == h.Value.Text {
							base.Put(sheet.At(n, h.Col), sheet.Cell{})
						}
					}
				}
			}
		}
		if to == 0 {
			to = base.LastRow() + 1
		}
		rows[row.N], taken[to] = to, true
		for from, col := range cols {
			c := sheet.Cell{}
			if cell := row.Cell(from); cell != nil {
				c = *cell
			}
			base.Put(sheet.At(to, col), c)
		}
	}
	return func(r sheet.Ref) sheet.Ref { return sheet.At(rows[r.Row], cols[r.Col]) }
}

// stage is the result of an example: what was found, and where the marks are.
type stage struct {
	found []Finding
	marks []spot
}

// act runs the checks on an example.
func (k *kit) act(t *testing.T, r *Rule, e Example) stage {
	t.Helper()
	var out stage
	plan := book(t, ExamplePlan)
	out.marks = overlay(t, "plan.xlsx", plan, e.Plan, k.forms)
	k.plan = workbook.DecodePlan(plan, "plan.xlsx", k.forms)
	k.plan.SHA256 = "aa"
	c := k.checker
	if e.Issued != "" || e.Lost {
		return k.issuedWith(t, plan, e, out)
	}
	period, _ := calendar.ParsePeriod("2024-09")
	var prior *workbook.Standing
	for i, text := range e.Prior {
		before := period
		for range len(e.Prior) - i {
			before = before.Prev()
		}
		_, ret := k.judgeOf(t, c, before, prior, k.cover("发改局", before)+text, "prior.xlsx")
		now := prior.Next(before)
		now.Accept(k.plan, prior, ret, workbook.NewSource(workbook.Place{File: "prior.xlsx"}, "", ""), func(*workbook.Record) bool { return false })
		prior = now
	}
	if e.Return == "" {
		found := c.CheckPlan(k.plan, k.forms, k.returns)
		asking := slices.DeleteFunc(slices.Clone(found), func(f Finding) bool { return f.Severity == workbook.Info })
		if alone := c.CheckPlanErrors(k.plan, k.forms, k.returns); !slices.EqualFunc(asking, alone, sameFinding) {
			t.Errorf("with what asks for nothing %v, without it %v", lines(found), lines(alone))
		}
		out.found = append(found, c.CheckIntake(k.plan, e.Filed)...)
		for _, u := range templates.OmittedRules(k.plan.ReturnForms(k.returns), RulesOf(k.plan, k.returns, k.returns), 0, k.words) {
			out.found = append(out.found, c.CheckOmitted(k.plan, u.Form, u.Names, u.Own)...)
		}
		if prior != nil {
			out.found = append(out.found, c.CheckClosings(k.plan, prior.Problems)...)
			out.found = append(out.found, c.CheckUnseen(k.plan, prior, prior, period)...)
		}
		return out
	}
	b := book(t, ExampleReturn)
	k.issued(b, period, prior)
	name := cmp.Or(e.Name, "发改局.xlsx")
	out.marks = append(out.marks, overlay(t, name, b, e.Return, append(k.returns.All(), k.lists()...))...)
	ret := workbook.DecodeReturn(b, name, k.plan, k.returns)
	ctx := k.contextFor(ret.Bureau, period, prior)
	ctx.Sealed = e.Sealed
	v := c.CheckReturn(ctx, ret)
	out.found = v.Findings
	if r.Scope != ScopeOthers {
		return out
	}
	now := prior.Next(period)
	now.Accept(k.plan, prior, ret, workbook.Source{}, v.Holds)
	for _, o := range e.Others {
		sheets, marks, err := Marked(k.cover(o.Bureau, period) + o.Return)
		if err != nil {
			t.Fatal(err)
		}
		file := o.Bureau + ".xlsx"
		for i, refs := range marks {
			for _, ref := range refs {
				out.marks = append(out.marks, spot{file, sheets[i].Name, ref})
			}
		}
		other := workbook.DecodeReturn(&sheet.Book{Sheets: sheets}, file, k.plan, k.returns)
		ov := c.CheckReturn(k.contextFor(other.Bureau, period, prior), other)
		if len(other.Tables) == 0 || ov.Refused {
			t.Fatalf("the return of %s is no return: %v", o.Bureau, lines(ov.Findings))
		}
		now.Accept(k.plan, prior, other, workbook.Source{}, ov.Holds)
	}
	out.found = append(out.found, c.CheckStanding(k.plan, now)...)
	return out
}

// issuedWith checks the plan of an example, also against the plan that a round was issued with.
func (k *kit) issuedWith(t *testing.T, plan *sheet.Book, e Example, out stage) stage {
	t.Helper()
	round, ok := calendar.ParsePeriod(cmp.Or(e.Round, "2024-09"))
	if !ok {
		t.Fatalf("no period: %s", e.Round)
	}
	before := book(t, ExamplePlan)
	overlay(t, "plan.xlsx", before, e.Issued, k.forms)
	issued := workbook.DecodePlanOn(before, "plan.xlsx", k.forms, round.Last())
	now := workbook.DecodePlanFor(plan, "plan.xlsx", k.forms, round.Last(), issued, nil)
	if e.Lost {
		now.LostIssuedPlan = "0123456789abcdef"
	}
	out.found = slices.Concat(k.checker.CheckPlan(k.plan, k.forms, k.returns), k.checker.CheckWaiting(now, round), k.checker.CheckRetyped(now, round),
		k.checker.CheckEdited(now, issued, round), k.checker.CheckGone(now, Issued{round, issued}), k.checker.CheckMerged(k.plan, Issued{round, issued}), k.checker.CheckAnew(k.plan, reportedApart(k.plan, issued, e.Others), round),
		k.checker.CheckLater(now, round), k.checker.CheckMissed(now, round, round.Last()))
	return out
}

// reportedApart gives the merged bureaus from which nothing came, with those former ones that had reported.
func reportedApart(plan, issued *workbook.Plan, came []Other) (heirs []Anew) {
	from := func(name string) bool {
		return slices.ContainsFunc(came, func(o Other) bool { return o.Bureau == name })
	}
	for _, b := range plan.BecameOne(issued) {
		if heir := plan.HeirOf(b); heir.Name != b.Name && from(b.Name) && !from(heir.Name) {
			heirs = append(heirs, Anew{Heir: heir, Gone: []string{b.Name}})
		}
	}
	return heirs
}

// issued fills the locked cells of 发改局's return with what the example's plan issues, and adds rows that it lacks.
func (k *kit) issued(b *sheet.Book, p calendar.Period, prior *workbook.Standing) {
	for _, s := range templates.Prepare(k.plan, k.returns, prior, k.plan.Directory.Bureau("发改局"), p, k.words).Sheets {
		to := b.Sheet(s.Form.Sheet)
		if to == nil || s.Form.Key == workbook.FormProblems {
			continue
		}
		table := workbook.ReadTable(s.Form, to, "", workbook.Reading{})
		for _, row := range s.Rows {
			n := to.LastRow() + 1
			if r := table.Find(row.ID); r != nil {
				n = r.Row
			}
			for i := range s.Form.Columns {
				col := &s.Form.Columns[i]
				if v, ok := row.Cells[col.Key]; ok && col.Filled == workbook.ByPlan && table.Cols[i] > 0 {
					c := sheet.Cell{Value: v}
					if col.Type == workbook.DateColumn {
						c.Format = sheet.Date
					}
					to.Put(sheet.At(n, table.Cols[i]), c)
				}
			}
		}
	}
}

func (k *kit) lists() []*workbook.Form {
	var out []*workbook.Form
	for _, l := range k.plan.Lists {
		out = append(out, &l.Form)
	}
	return out
}

func (k *kit) cover(bureau string, p calendar.Period) string {
	return fmt.Sprintf("# 填报说明\n| 填报单位 | %s | 填报期 | %s |\n", bureau, p)
}

func (k *kit) judgeOf(t *testing.T, c *Checker, p calendar.Period, prior *workbook.Standing, text, file string) (Verdict, *workbook.Return) {
	t.Helper()
	ret := workbook.DecodeReturn(book(t, text), file, k.plan, k.returns)
	return c.CheckReturn(k.contextFor(ret.Bureau, p, prior), ret), ret
}

// contextFor gives the context of a bureau's return, with the bureau's own template.
func (k *kit) contextFor(b *workbook.Bureau, p calendar.Period, prior *workbook.Standing) Context {
	ctx := Context{Plan: k.plan, Forms: k.returns, Rules: RulesOf(k.plan, k.returns, k.returns), Period: p, Prior: prior, Keys: []workbook.Key{workbook.Key(ExampleKey)}}
	if b == nil {
		return ctx
	}
	tpl := templates.Prepare(k.plan, k.returns, prior, b, p, k.words)
	ctx.Locked, ctx.Rows = tpl.Locked, map[string][]string{}
	for _, s := range tpl.Sheets {
		for _, row := range s.Rows {
			ctx.Rows[s.Form.Key] = append(ctx.Rows[s.Form.Key], row.ID)
		}
	}
	return ctx
}

// inOrder lists the codes of the findings in ExampleReturn itself.
var inOrder = []string{"identity-lost"}

// listsTold checks that every argument that lists several things is known to Lists.
func listsTold(t *testing.T, f *Finding) {
	t.Helper()
	for name, v := range f.Args {
		if strings.Contains(v, "、") && !Lists(name) {
			t.Errorf("%s lists several things as %q, which no language parts otherwise", v, name)
		}
	}
}

// TestExamples runs every rule's examples: the bad one gives the rule's finding at the marked cells, the good one does
// not, and neither gives anything that it does not name.
func TestExamples(t *testing.T) {
	k, said := newKit(t, ExamplePlan, "zh"), texts(t, "zh")
	for _, r := range Catalogue() {
		if len(r.Forms) > 0 && r.Scope == ScopeRow || r.Bad.File != "" {
			continue // by TestRowRulesByExample, and where workbooks are read
		}
		t.Run(r.Code, func(t *testing.T) {
			for _, e := range []*Example{&r.Good, &r.Bad} {
				s := k.act(t, &r, *e)
				complete(t, s.found)
				var at []spot
				for i := range s.found {
					f := &s.found[i]
					switch {
					case f.Code == r.Code && e == &r.Bad:
						placesFilled(t, f, &r, said)
						listsTold(t, f)
						at = append(at, spot{f.Place.File, f.Place.Sheet, f.Place.Ref})
					case f.Code == r.Code:
						t.Errorf("the good example is found wrong: %s", line(f))
					case !slices.Contains(e.Beside, f.Code) && !slices.Contains(inOrder, f.Code):
						t.Errorf("beside it: %s", line(f))
					}
				}
				for _, m := range s.marks {
					if !slices.Contains(at, m) {
						t.Errorf("nothing at %s, but at %v", m, at)
					}
				}
				for _, f := range at {
					if f.ref != (sheet.Ref{}) && !slices.Contains(s.marks, f) {
						t.Errorf("found at %s, which is not marked", f)
					}
				}
				if e == &r.Bad && len(at) == 0 {
					t.Errorf("the bad example is not found: %s", strings.Join(lines(s.found), ", "))
				}
			}
		})
	}
}

// placesFilled checks that a finding fills the placeholders that its rule names, except those that the message leaves out
// if they are empty, such as {{if .near}}.
func placesFilled(t *testing.T, f *Finding, r *Rule, said map[string]map[string]string) {
	t.Helper()
	own := map[string]string{"value": f.Value, "field": f.Field, "task": f.Task, "cell": f.Place.Cell(), "sheet": f.Place.Sheet,
		"file": f.Place.File, "bureau": f.Bureau, "code": f.Code, "part": f.Place.Sheet}
	for _, p := range r.Places {
		v, ok := own[p]
		if arg, there := f.Args[p]; there {
			v, ok = arg, true
		}
		words := said["finding"][r.Code] + said["hint"][r.Code]
		if !ok || v == "" && !strings.Contains(words, "{{if ."+p+"}}") {
			t.Errorf("nothing for {{.%s}}", p)
		}
	}
}

// TestEveryRuleHasExamples: every rule has both cases, and every case a rule.
func TestEveryRuleHasExamples(t *testing.T) {
	seen, known := map[string]bool{}, index(Catalogue())
	for _, e := range exampleList() {
		if known[e.code] == nil || seen[e.code] {
			t.Errorf("the examples of %q are nobody's, or stand there twice", e.code)
		}
		seen[e.code] = true
	}
	for _, r := range Catalogue() {
		for _, e := range []*Example{&r.Good, &r.Bad} {
			if e.Plan+e.Return+e.File == "" && len(e.Others) == 0 {
				t.Errorf("%s lacks an example: write both beside their kin in the examples of its scope", r.Code)
			}
		}
	}
}
