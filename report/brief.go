package report

import (
	"slices"
	"strconv"
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/document"
	"duban/workbook/sheet"
)

// BriefInput is what a brief (简报) is written from.
type BriefInput struct {
	Ledger  *Ledger
	History *History // of earlier periods; nil if there are none
	// Number counts the briefs of a year; Date is the date printed on the brief.
	Number int
	Date   calendar.Date
}

// Brief writes the brief of a period. The functions that compute the consolidated workbook's figures also compute those of its sentences,
// so that the two cannot differ. Of a task that is 仅报状态 it tells no more than number, title, bureau, status and light.
func Brief(in BriefInput, c *templates.Catalogue) *document.Document {
	b := &briefer{BriefInput: in, l: in.Ledger, words: newWords(in.Ledger.Plan, c), sum: in.Ledger.overall(), matters: in.Ledger.matters()}
	past := earlier(in.History, b.l.Period)
	if len(past) > 0 {
		b.before = past[len(past)-1]
	}
	b.joined = Joinings(append(past, b.l))
	s := &b.l.Plan.Settings
	b.doc = &document.Document{Title: b.t("title", "period", b.period(b.l.Period)), Creator: s.Office, Created: float64(in.Date), Lang: c.Lang}
	b.doc.Add(document.Placeholder, b.t("head-place"))
	b.doc.Add(document.Masthead, b.t("masthead", "county", s.County))
	b.doc.Add(document.Issue, b.t("issue", "n", in.Number))
	b.doc.Blocks = append(b.doc.Blocks, document.Split{Left: s.Office, Right: b.day(in.Date)})
	b.doc.Add(document.Title, b.doc.Title)
	b.annexes()
	b.overall()
	if b.sum.Tasks > 0 {
		b.indicators()
		b.areas()
		b.lists()
		b.trouble()
		b.next()
	} else {
		b.lists()
	}
	b.closing()
	return b.doc
}

// shown gives how many tasks or problems of a kind the text names; the annex names all.
func (b *briefer) shown() int { return b.plan.Settings.BriefItems }

// special gives the name of the special round that the brief is about; empty for an ordinary round.
func (b *briefer) special() string {
	if r := b.plan.Special(b.l.Period); r != nil {
		return r.Name
	}
	return ""
}

// briefer writes one brief.
type briefer struct {
	BriefInput
	l *Ledger
	words
	doc     *document.Document
	sum     Tally
	before  *Ledger // of the period before; nil in the first
	joined  []Joining
	matters []*Matter
	annex   []annexTable
	parts   int // headings so far
}

func (b *briefer) t(id string, args ...any) string { return b.cat.T("brief."+id, args...) }

// head opens a part of the brief with a numbered heading.
func (b *briefer) head(id string) {
	b.doc.Add(document.Heading1, b.t("h1", "n", b.numeral(b.parts), "text", b.t(id)))
	b.parts++
}

// numeral numbers the part with index i as official papers do (一、二、三), or in digits if the catalogue's list of numerals is too short.
func (b *briefer) numeral(i int) string {
	if list := b.cat.List("brief.numerals"); i < len(list) {
		return list[i]
	}
	return strconv.Itoa(i + 1)
}

// say adds a paragraph of running text. The sentences bring their own punctuation; nothing is added if all are empty.
func (b *briefer) say(sentences ...string) {
	if text := strings.TrimSpace(strings.Join(sentences, "")); text != "" {
		b.doc.Add(document.Body, text)
	}
}

func (b *briefer) comma(parts []string) string { return strings.Join(parts, b.t("comma")) }

// pace words a mean completion beside the expected one, in the figures that the workbook shows.
func (b *briefer) pace(id string, t Tally) string {
	done, due, gap := meanCells(t)
	return b.t(id, "done", done.String(), "due", due.String(), "gap", pointsText(abs(gap.Num)), "sign", sign(gap.Num))
}

func sign(f float64) int {
	switch {
	case f > 0:
		return 1
	case f < 0:
		return -1
	}
	return 0
}

func abs(f float64) float64 {
	if f < 0 {
		return -f
	}
	return f
}

// overall writes the part on the county as a whole.
func (b *briefer) overall() {
	b.head("overall")
	if b.sum.Tasks == 0 {
		b.say(b.t("no-tasks"))
		b.say(b.reporting())
		return
	}
	answering := []*workbook.Bureau{}
	for _, s := range b.l.byBureau() {
		if s.Tasks > 0 {
			answering = append(answering, s.Bureau)
		}
	}
	only := ""
	if len(answering) == 1 {
		only = answering[0].Name
	}
	b.say(b.t("total", "asof", b.day(b.l.AsOf), "tasks", b.sum.Tasks, "week", b.l.Period.Kind() == calendar.Week, "special", b.special(), "bureaus", len(answering), "bureau", only), b.classes(), b.lights())
	pace := b.t("mean-none")
	if b.sum.Completion.Known {
		pace = b.pace("mean", b.sum)
	}
	b.say(pace, b.moved())
	b.say(b.reporting(), b.joinings())
}

// joinings names the bureaus that became one since the round before, or since this round was issued. A week or special round that is about
// none of them does not speak of it.
func (b *briefer) joinings() string {
	inRound := func(name string) bool {
		return slices.ContainsFunc(b.l.Lines, func(l *Line) bool { return l.Bureau.Name == name && b.l.Plan.InRound(l.Task, b.l.Period) })
	}
	var said []string
	for _, j := range b.joined {
		if b.l.Period.Partial() && !inRound(j.Heir.Name) && !slices.ContainsFunc(j.Was, inRound) {
			continue
		}
		if j.From.IsZero() || j.From == b.l.Period {
			said = append(said, b.t("joined", "was", strings.Join(j.Was, b.join()), "heir", j.Heir.Name, "apart", j.From.IsZero()))
		}
	}
	return strings.Join(said, "")
}

// classes names every class that has tasks, with its share; the shares are those of the workbook and sum to a hundred.
func (b *briefer) classes() string {
	names, counts := b.classCounts(b.sum)
	shares := shares(counts)
	var parts []string
	for i, class := range names {
		if counts[i] == b.sum.Tasks && b.sum.Tasks > 1 {
			return b.t("classes-all", "tasks", counts[i], "class", class)
		}
		parts = append(parts, b.t("class", "class", class, "n", counts[i], "share", pointsText(shares[i])))
	}
	return b.t("classes", "parts", b.comma(parts))
}

// classCounts lists the names of the classes that have tasks, and how many each has. Tasks that wait to be verified are counted apart from
// the others of ClassOther.
func (b *briefer) classCounts(t Tally) (names []string, counts []int) {
	add := func(key string, n int) {
		if n > 0 {
			names, counts = append(names, b.cat.T("briefclass."+key)), append(counts, n)
		}
	}
	for _, c := range Classes() {
		if c == ClassOther {
			add("unverified", t.Unverified)
			add(c.Key(), t.Classes[c]-t.Unverified)
			continue
		}
		add(c.Key(), t.Classes[c])
	}
	return names, counts
}

func (b *briefer) lights() string {
	var parts []string
	for _, l := range []workbook.Light{workbook.Red, workbook.Yellow, workbook.Green, workbook.Blue} {
		if n := b.sum.Lights[l]; n > 0 {
			parts = append(parts, b.t("light", "light", b.plan.Settings.LightNames[l], "n", n))
		}
	}
	if n := b.sum.Lights[workbook.NoLight]; n > 0 {
		parts = append(parts, b.t("light", "light", b.t("light-none"), "n", n))
	}
	return b.t("lights", "parts", b.comma(parts))
}

// moved compares the mean completion with the period before, and counts the tasks by how they moved.
func (b *briefer) moved() string {
	if b.before == nil {
		return b.t("first")
	}
	mean := ""
	was := b.before.overall()
	if b.sum.Completion.Known && was.Completion.Known {
		now, then := round1(b.sum.Completion.V*100), round1(was.Completion.V*100)
		by := round1(now - then)
		mean = b.t("moved-mean", "by", pointsText(abs(by)), "sign", sign(by))
	}
	counts := map[Move]int{}
	for _, m := range b.l.moves() {
		counts[m.Move]++
	}
	var parts []string
	for m := NewlyDone; m <= Added; m++ {
		if counts[m] > 0 {
			parts = append(parts, b.t("move-"+m.key(), "n", counts[m]))
		}
	}
	if gone := b.gone(); len(gone) > 0 {
		named := make([]string, min(len(gone), mostGone))
		for i := range named {
			named[i] = b.taskName(gone[i])
		}
		parts = append(parts, b.t("move-gone", "n", len(gone), "tasks", strings.Join(named, b.cat.T("report.join")), "more", len(gone) > mostGone))
	}
	if len(parts) == 0 {
		return b.t("moves-none", "mean", mean)
	}
	return b.t("moves", "mean", mean, "parts", b.comma(parts))
}

// mostGone is how many of the tasks that are no longer in the plan are named where they are counted.
const mostGone = 3

// gone lists the tasks of the period before that the plan no longer has: the number of tasks would change without a word. Those of the level
// below come and go with its ledger.
func (b *briefer) gone() []*workbook.Task {
	var out []*workbook.Task
	for _, tl := range b.before.Tasks {
		if t := tl.Task; t.Reports() && !t.Rolled && b.plan.Task(t.ID) == nil {
			out = append(out, t)
		}
	}
	return out
}

// reporting says how many bureaus were asked to report and what became of their reports; empty without a register.
func (b *briefer) reporting() string {
	r := b.l.Register
	if r == nil {
		return ""
	}
	out := ""
	expected := r.Expected()
	switch {
	case expected == 0:
		out = b.t("reporting-nobody")
	case expected == 1:
		for _, row := range r.Rows {
			if row.Outcome != Exempt {
				out = b.t("reporting-one", "bureau", row.Bureau.Name, "outcome", row.InWords(b.cat), "nothing", row.Nothing)
			}
		}
	case r.Count(OnTime) == expected:
		out = b.t("reporting-all", "expected", expected, "nothing", r.NothingToReport())
	case r.Count(Missing) == expected:
		out = b.t("reporting-none", "expected", expected)
	default:
		out = b.t("reporting", "expected", expected, "ontime", r.Count(OnTime), "late", r.Count(Late), "sentback", r.Count(SentBack),
			"missing", r.Count(Missing), "rate", percentText(r.Rate().V), "nothing", r.NothingToReport())
	}
	if n := r.Count(Exempt); n > 0 {
		out += b.t("reporting-exempt", "n", n)
	}
	return out
}

// figure draws the mean completion of each area beside the expected one. It adds nothing if no area can be compared.
func (b *briefer) figure() {
	s := &sheet.Sheet{Name: b.cat.T("tab.areas")}
	s.Put(sheet.At(1, 2), sheet.Cell{Value: sheet.Str(b.cat.T("col.mean-completion"))})
	s.Put(sheet.At(1, 3), sheet.Cell{Value: sheet.Str(b.cat.T("col.mean-expected"))})
	row := 1
	var parts []string
	for _, a := range b.l.byArea() {
		if !a.Completion.Known {
			continue
		}
		row++
		done, due, _ := meanCells(a.Tally)
		s.Put(sheet.At(row, 1), sheet.Cell{Value: sheet.Str(b.area(a.Area))})
		s.Put(sheet.At(row, 2), sheet.Cell{Value: done})
		s.Put(sheet.At(row, 3), sheet.Cell{Value: due})
		parts = append(parts, b.t("figure-part", "area", b.area(a.Area), "done", done.String(), "due", due.String()))
	}
	if row == 1 {
		return
	}
	cells := func(first, last, col int) string {
		return sheet.QuoteName(s.Name) + "!" + sheet.Rect(first, col, last, col).Abs()
	}
	chart := sheet.Chart{Type: sheet.ColumnChart, AxisMax: 100, AxisUnit: "%", Labels: true}
	for i, role := range []sheet.Role{sheet.LightBlue, sheet.Muted} {
		chart.Series = append(chart.Series, sheet.Series{
			Name: sheet.QuoteName(s.Name) + "!" + sheet.At(1, i+2).Abs(), Categories: cells(2, row, 1), Values: cells(2, row, i+2), Role: role,
		})
	}
	book := &sheet.Book{Sheets: []*sheet.Sheet{s}, Title: b.t("figure"), Creator: "duban", Created: float64(b.Date)}
	b.doc.Blocks = append(b.doc.Blocks, document.Chart{Book: book, Chart: chart, Text: b.t("figure-text", "parts", strings.Join(parts, b.t("semicolon")))})
	b.doc.Add(document.Caption, b.t("figure"))
}

// closing names the annexes and adds them; the first begins a new page.
func (b *briefer) closing() {
	if len(b.annex) > 0 {
		var list []string
		for i, a := range b.annex {
			list = append(list, b.t("annex-item", "n", i+1, "text", a.title))
		}
		b.say(b.t("annexes", "list", strings.Join(list, b.t("annex-join"))))
	}
	b.doc.Add(document.Placeholder, b.t("foot-place"))
	for i, a := range b.annex {
		b.doc.Blocks = append(b.doc.Blocks, document.Paragraph{Role: document.AnnexMark, Text: b.t("annex", "n", i+1), NewPage: i == 0})
		b.doc.Add(document.Caption, a.title)
		b.doc.Blocks = append(b.doc.Blocks, a.table)
		if a.note != "" {
			b.doc.Add(document.Note, a.note)
		}
	}
}

// taskName names a task by number and title.
func (b *briefer) taskName(t *workbook.Task) string {
	return b.t("task", "task", b.t("task-code", "id", t.ID), "title", t.Title)
}

// actors names those who are to act, up to most of them. There are none if the plan names no lead, which is said instead.
func (b *briefer) actors(bs []*workbook.Bureau, most int) string {
	if len(bs) == 0 {
		return b.cat.T("word.open")
	}
	return b.names(bs, most)
}

// statusOf words what may be shown of a status-only task (仅报状态) besides its name: the lead's status, or each status in a group with the
// number of its members, and the light.
func (b *briefer) statusOf(tl *TaskLine) string {
	lines := tl.Lines
	if tl.Lead() != nil {
		lines = lines[:1]
	}
	var said []string
	count := map[string]int{}
	for _, l := range lines {
		status := b.cat.T("report.not-reported")
		if l.Entry != nil {
			status = b.status(l.Entry.Status)
		}
		if !l.answers() {
			continue
		}
		if count[status]++; count[status] == 1 {
			said = append(said, status)
		}
	}
	if len(said) == 0 {
		said = []string{b.cat.T("report.not-reported")}
	}
	if len(said) > 1 {
		for i, status := range said {
			said[i] = b.t("status-count", "status", status, "n", count[status])
		}
	}
	return strings.Join(said, b.join()) + b.t("comma") + b.lit(tl.Standing)
}
