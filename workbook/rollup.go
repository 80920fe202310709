package workbook

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// A consolidated workbook is itself a return one level up: a prefecture takes the ledgers of its counties as a county takes
// the returns of its bureaus, and a province those of its prefectures. Only the ledger's task rows are taken; what bureaus
// reported under them stays behind and is reached through the sources.

// KindConsolidated is what a consolidated workbook calls itself.
const KindConsolidated = "consolidated"

// Keys of the sheets that are read of a consolidated workbook, and of their columns that no returned sheet has.
const (
	FormLedger  = "ledger"
	FormAreas   = "areas"
	FormSources = "sources"

	ColCompletion = "completion"
	ColElapsed    = "elapsed"
	ColExpected   = "expected"
	ColGap        = "gap"
	ColLight      = "light"
	ColClass      = "class"
	ColDeadline   = "deadline"
	ColDaysLate   = "days-late"
	ColBelow      = "below" // who reports on the task one level down
	ColTaskRow    = "count-task"
	ColAreaOf     = "count-area"
	ColClassOf    = "count-class"
	ColTasks      = "tasks"

	ColSourceForm = "form"
	ColRowID      = "row-id"
	ColSheet      = "sheet"
	ColCell       = "cell"
	ColReceipt    = "receipt"
	ColSHA256     = "sha256"
	ColDepth      = "depth" // 1 for the files received here, 2 for those received one level down …
)

// Keys of a consolidated workbook's identity sheet beside those that every workbook has.
const (
	identityAsOf   = "as-of"
	identityMarked = "marked" // the columns whose cells are marked, in order
)

// Statuses of a ledger's row on which nothing counts.
const (
	NotReported = "not-reported"
	HeldBack    = "sent-back"
)

// LedgerForms are the sheets that are read of a consolidated workbook.
type LedgerForms struct {
	Ledger, Areas, Sources *Form
	// NoArea are the writings of the area of tasks without one, Total those of the line that sums all areas.
	NoArea, Total []string
	// Signs tell the lights by the sign that stands before their names, since counties name them as they like.
	Signs map[Light][]string
}

// LedgerReturn is a consolidated workbook that came from the level below.
type LedgerReturn struct {
	// County is whose it says it is, in its own words.
	County string
	// AsOf is the day at which it was merged, 0 where that is lost.
	AsOf  Date
	Table *Table
	Areas *Table
	Forms *LedgerForms
	// Place is the ledger's sheet; a workbook without one has none.
	Place Place
	// Marks are the marks of the cells of the ledger's rows as they were written, by the row's number and column.
	Marks map[string]map[string]string
	// Marked are the columns that are marked: those that the ledger was written with.
	Marked []string
	// Sources are where the ledger's values came from, by task.
	Sources map[string][]Hop
	// HasSources says that the sheet of sources is there.
	HasSources bool
}

// Whole reports that the ledger's sheet is there with its headings and every column that is needed to read it.
func (l *LedgerReturn) Whole() bool {
	return l.Table != nil && l.Table.HeadingRow > 0 && !slices.ContainsFunc(l.Table.Missing(), func(c *Column) bool { return c.Required })
}

// LedgerTask is what a ledger of the level below says of one of its tasks.
type LedgerTask struct {
	// Number is the task's number below, Order its place in that ledger.
	Number                           string
	Order                            int
	Area, Title, Goal                string
	Measure, Unit                    string
	Below                            string
	Due                              Date
	Target, Done                     Amount
	Completion, Elapsed, Expected    Amount
	DaysLate                         Amount
	Finished, Unassigned, StatusOnly bool
	// Class and Light are what the level below makes of it, keys of their choices; they are shown where nothing else is known.
	Class string
	Light Light
	// Chain is where its values came from, level by level downwards.
	Chain []Hop
}

// Hop is a cell of a file received some levels below.
type Hop struct {
	// Depth is 1 for the files received here, 2 for those that were received where the file at 1 was made …
	Depth  int
	Form   string
	Row    string
	Bureau string
	Period string
	File   string
	Sheet  string
	Cell   string
	SHA256 string
	// Receipt is the receipt's name where the file was received.
	Receipt string
}

// own gives a hop strings of its own, as Record.own does for a row.
func (h *Hop) own() {
	for _, s := range []*string{&h.Form, &h.Row, &h.Bureau, &h.Period, &h.File, &h.Sheet, &h.Cell, &h.SHA256, &h.Receipt} {
		*s = strings.Clone(*s)
	}
}

// CellMark is a short mark of what a cell says, by which an edited cell is told however a program saved it.
func CellMark(v sheet.Value) string {
	text := ""
	switch v.Kind {
	case sheet.Number:
		text = strconv.FormatFloat(round9(v.Num), 'f', -1, 64)
	default:
		text = fold(v.String())
	}
	h := fnv.New32a()
	h.Write([]byte(text))
	return strconv.FormatUint(uint64(h.Sum32()&0xFFFF|0x10000), 16)[1:]
}

// MarkedColumns are the columns of a ledger's row whose cells are marked: all that people may type over.
func (f *LedgerForms) MarkedColumns() []string {
	var out []string
	for i := range f.Ledger.Columns {
		if c := &f.Ledger.Columns[i]; c.Filled != Computed {
			out = append(out, c.Key)
		}
	}
	return out
}

// WorkedOut reports that a marked column of the ledger holds formulas: anywhere else a formula was typed over what was merged.
func WorkedOut(key string) bool { return key == ColClass || key == ColLight || key == ColDaysLate }

// LedgerIdentity are the lines by which a consolidated workbook says what it is: keys and values, and for each of its task
// rows (number and values by column) the marks of its cells.
func LedgerIdentity(p *Plan, per Period, asOf Date, lang string, marked []string, rows []MarkedRow) [][]string {
	out := [][]string{
		{IdentityMark},
		{IdentityKind, KindConsolidated},
		{IdentityForm, strconv.Itoa(FormVersion)},
		{IdentityPlan, p.Settings.PlanID},
		{IdentityPlanSHA, p.SHA256},
		{IdentityBureau, p.Settings.County},
		{IdentityPeriod, per.String()},
		{IdentityLang, lang},
		{identityAsOf, asOf.String()},
		{identityMarked, strings.Join(marked, ",")},
	}
	for _, r := range rows {
		marks := make([]string, len(marked))
		for i, key := range marked {
			marks[i] = CellMark(r.Values[key])
		}
		out = append(out, []string{IdentityRow, FormLedger, strconv.Itoa(r.Row), r.ID, strings.Join(marks, "")})
	}
	return out
}

// MarkedRow is a task row of a ledger as it is written.
type MarkedRow struct {
	ID     string
	Row    int
	Values map[string]sheet.Value
}

// markWidth is how many digits a mark has.
const markWidth = 4

// isLedger tells a consolidated workbook: by what it says it is, else by its ledger.
func (r *Return) isLedger(book *sheet.Book, forms *LedgerForms) bool {
	kind := r.Identity.Kind
	if !r.Identity.Whole {
		kind = book.Custom[IdentityKind]
	}
	if kind != "" {
		return kind == KindConsolidated
	}
	return forms.find(forms.Ledger, book) != nil
}

// find finds a sheet of a consolidated workbook, by name or by its headings.
func (f *LedgerForms) find(form *Form, book *sheet.Book) *sheet.Sheet {
	if s := FindSheet(form, book); s != nil {
		return s
	}
	for _, s := range book.Sheets {
		if s.Visibility == sheet.Visible && Score(form, s) >= form.most() {
			return s
		}
	}
	return nil
}

// readLedger reads a consolidated workbook of the level below.
func (r *Return) readLedger(book *sheet.Book, plan *Plan, forms *LedgerForms) {
	l := &LedgerReturn{Forms: forms, Place: Place{File: r.File}, Marks: map[string]map[string]string{}, Sources: map[string][]Hop{}}
	r.Ledger, r.Identity.Kind = l, KindConsolidated
	l.County = r.Identity.Bureau
	period, asOf := r.Identity.Period, ""
	if r.Identity.Whole {
		asOf = l.readMarks(book)
	} else {
		l.County, period, asOf = book.Custom[IdentityBureau], book.Custom[IdentityPeriod], book.Custom[identityAsOf]
		r.note("ledger-identity-lost", Place{File: r.File})
	}
	l.AsOf, _ = ParseISO(asOf)
	s := forms.find(forms.Ledger, book)
	title := ""
	if s != nil {
		l.Place.Sheet = s.Name
		title = titleOf(s)
	}
	if l.County == "" {
		l.County = countyIn(title, plan)
	}
	r.Bureau = plan.Directory.Bureau(l.County)
	var ok bool
	if r.Period, ok = ParsePeriod(period); !ok {
		r.Period = periodIn(title)
	}
	if s == nil {
		return
	}
	reading := Reading{Near: plan.Settings.DocDate}
	if !r.Period.IsZero() {
		reading.Near = r.Period.Last()
	}
	l.Table = ReadTable(forms.Ledger, s, r.File, reading)
	l.Table.taskRows()
	r.Tables[FormLedger] = l.Table
	if s := forms.find(forms.Areas, book); s != nil {
		l.Areas = ReadTable(forms.Areas, s, r.File, reading)
	}
	if s := FindSheet(forms.Sources, book); s != nil {
		l.HasSources = true
		l.readSources(ReadTable(forms.Sources, s, r.File, reading))
	}
}

// readMarks reads what the identity sheet says of the ledger's rows, and gives the day at which it was merged.
func (l *LedgerReturn) readMarks(book *sheet.Book) (asOf string) {
	for _, s := range book.Sheets {
		if !isIdentity(s) {
			continue
		}
		for i := range s.Rows {
			text := func(col int) string {
				if c := s.Rows[i].Cell(col); c != nil {
					return c.Value.String()
				}
				return ""
			}
			switch text(1) {
			case identityAsOf:
				asOf = text(2)
			case identityMarked:
				l.Marked = strings.Split(text(2), ",")
			case IdentityRow:
				marks, row := text(5), map[string]string{}
				if text(2) != FormLedger || len(marks) != markWidth*len(l.Marked) {
					continue
				}
				for i, key := range l.Marked {
					row[key] = marks[markWidth*i : markWidth*(i+1)]
				}
				l.Marks[text(4)] = row
			}
		}
		return asOf
	}
	return asOf
}

// taskRows leaves of a ledger the rows of its tasks: the lines of bureaus below them and the rows that only group are not
// tasks of the level above. Where the hidden column that tells them is lost, a number's first row is the task's, and so it is
// on a row that was added by hand, which that column knows nothing of. A bureau's line is counted by what its hidden columns
// hold: a row without anything in them is none, whatever number stands in it.
func (t *Table) taskRows() {
	there := func(key string) bool { return t.Cols[t.Form.Index(key)] > 0 }
	told, counted := there(ColTaskRow), there(ColAreaOf) && there(ColClassOf)
	seen := map[string]bool{}
	if told {
		for _, r := range t.Records {
			if r.countsTask() {
				seen[fold(r.ID)] = true
			}
		}
	}
	t.Records = slices.DeleteFunc(t.Records, func(r *Record) bool {
		if told && r.countsTask() {
			return false
		}
		says := r.Get(ColClass).State != Empty || r.Get(ColLight).State != Empty || r.Get(ColStatus).State != Empty
		if r.ID == "" {
			return !says
		}
		first := !seen[fold(r.ID)]
		seen[fold(r.ID)] = true
		byHand := told && counted && r.Get(ColAreaOf).State == Empty && r.Get(ColClassOf).State == Empty
		return !first && !byHand || !says
	})
}

// countsTask reports that the hidden column of a ledger's row counts it as a task.
func (r *Record) countsTask() bool { return r.Get(ColTaskRow).Raw.Num == 1 }

// titleOf is the text that stands above a table's headings.
func titleOf(s *sheet.Sheet) string {
	for i := range s.Rows {
		for j := range s.Rows[i].Cells {
			if c := &s.Rows[i].Cells[j]; c.Value.Kind == sheet.Text && strings.TrimSpace(c.Value.Text) != "" {
				return c.Value.Text
			}
		}
	}
	return ""
}

// countyIn is the one bureau of the plan that a title names.
func countyIn(title string, plan *Plan) string {
	if named := plan.Directory.Mentioned(title); len(named) == 1 {
		return named[0].Name
	}
	return ""
}

// periodIn is the period that a title names in brackets.
func periodIn(title string) Period {
	for _, part := range strings.FieldsFunc(title, func(r rune) bool { return strings.ContainsRune("（）()　 ", r) }) {
		if p, ok := ParsePeriod(part); ok {
			return p
		}
	}
	return Period{}
}

func (l *LedgerReturn) readSources(t *Table) {
	for _, r := range t.Records {
		h := Hop{Depth: 1, Form: r.Get(ColSourceForm).Text, Row: r.Get(ColRowID).Text, Bureau: r.Get(ColBureau).Text, Period: r.Get(ColPeriod).Text,
			File: r.Get(ColFile).Text, Sheet: r.Get(ColSheet).Text, Cell: r.Get(ColCell).Text, SHA256: r.Get(ColSHA256).Text, Receipt: r.Get(ColReceipt).Text}
		if d := r.Get(ColDepth); d.Filled() {
			h.Depth = int(d.Num)
		}
		id := fold(r.Get(ColTask).Text)
		l.Sources[id] = append(l.Sources[id], h)
	}
}

// Task is what a row of the ledger says.
func (l *LedgerReturn) Task(r *Record) *LedgerTask {
	t := &LedgerTask{
		Number: r.ID, Order: r.Row, Area: r.Get(ColArea).Text, Title: r.Get(ColTitle).Text, Goal: r.Get(ColGoal).Text, Measure: r.Get(ColMeasure).Key,
		Unit: r.Get(ColUnit).Text, Below: r.Get(ColBureau).Text, Due: r.Get(ColDeadline).Date, Target: number(r.Get(ColTarget)), Done: number(r.Get(ColDoneValue)),
		Completion: ratioOf(r.Get(ColCompletion)), Elapsed: ratioOf(r.Get(ColElapsed)), Expected: ratioOf(r.Get(ColExpected)), DaysLate: number(r.Get(ColDaysLate)),
		Class: l.ClassOf(r), Light: l.lightOf(r.Get(ColLight).Text),
	}
	t.Finished, t.Unassigned = t.Class == "done", t.Class == "unassigned"
	if t.Unassigned {
		t.Below = ""
	}
	// Of a task of which only its status is shown the ledger has no class that people see.
	if t.StatusOnly = r.Get(ColClass).State == Empty; t.StatusOnly {
		t.Area = r.Get(ColAreaOf).Text
	}
	if slices.ContainsFunc(l.Forms.NoArea, func(s string) bool { return fold(s) == fold(t.Area) }) {
		t.Area = ""
	}
	for _, h := range l.Sources[fold(r.ID)] {
		h.Depth++
		h.own()
		t.Chain = append(t.Chain, h)
	}
	return t
}

// ClassOf is the key of a row's class: the one that people see, else the one that sums count by.
func (l *LedgerReturn) ClassOf(r *Record) string {
	if d := r.Get(ColClass); d.State != Empty {
		return d.Key
	}
	return r.Get(ColClassOf).Key
}

func (l *LedgerReturn) lightOf(text string) Light {
	for light, signs := range l.Forms.Signs {
		for _, s := range signs {
			if s != "" && strings.HasPrefix(text, s) {
				return light
			}
		}
	}
	return NoLight
}

func number(d *Datum) Amount {
	if !d.Filled() {
		return Amount{}
	}
	return Known(d.Num)
}

// ratioOf reads a ratio, which the ledger stores as 0–1 whatever its format makes of it; 80% as text is 0.8 too.
func ratioOf(d *Datum) Amount {
	switch {
	case !d.Filled():
		return Amount{}
	case d.Raw.Kind == sheet.Number:
		return Known(round9(d.Raw.Num))
	}
	return Known(round9(d.Num / 100))
}

// RolledUp is the number that a task of the level below has one level up: its bureau's code and its own number.
func RolledUp(b *Bureau, number string) string { return b.Code + "·" + number }

// acceptLedger takes a ledger of the level below into the standing of its period. A ledger says how all of its tasks stand:
// one that it no longer holds is gone; one whose row is held back stands as it did, and so does one that was merged and whose
// row or number was deleted since.
func (s *Standing) acceptLedger(ret *Return, src Source, hold func(*Record) bool) {
	b := ret.Bureau
	stands := map[EntryKey]bool{}
	for id := range ret.Ledger.Marks {
		stands[EntryKey{RolledUp(b, id), b.Code}] = true
	}
	nameless := false
	for _, r := range ret.Ledger.Table.Records {
		if r.ID == "" {
			nameless = true
			continue
		}
		key := EntryKey{RolledUp(b, r.ID), b.Code}
		stands[key] = true
		if hold(r) {
			continue
		}
		r.own()
		src := src
		src.Place = r.Place(ColStatus)
		e := &Accepted{Period: s.Period, TextIn: s.Period, Role: RoleLead, Row: r, Source: src, Ledger: ret.Ledger.Task(r)}
		if st := r.Get(ColStatus); st.Key != NotReported && st.Key != HeldBack {
			e.Status = st.Key
		}
		e.Value, e.DoneOn = e.Ledger.Done, r.Get(ColDoneOn).Date
		e.Text, e.Trouble, e.Next, e.Evidence = r.Get(ColText).Text, r.Get(ColTrouble).Text, r.Get(ColNext).Text, r.Get(ColEvidence).Text
		s.Entries[key] = e
	}
	if nameless && len(ret.Ledger.Marks) == 0 {
		return // nobody can tell which of the tasks that have no row it is
	}
	for key, e := range s.Entries {
		if e.Ledger != nil && key.Bureau == b.Code && !stands[key] {
			delete(s.Entries, key)
		}
	}
}

// WithLedgers is the plan with the tasks that the ledgers of the level below brought, behind its own, by bureau and in the
// ledgers' order. Without any it is the plan itself. What is issued and read goes by the plan alone.
func (p *Plan) WithLedgers(s *Standing) *Plan {
	if s == nil {
		return p
	}
	type rolled struct {
		bureau *Bureau
		id     string
		task   *LedgerTask
	}
	var all []rolled
	for _, b := range p.Bureaus {
		if !b.SendsLedger {
			continue
		}
		for key, e := range s.Entries {
			if e.Ledger != nil && key.Bureau == b.Code {
				all = append(all, rolled{b, key.Task, e.Ledger})
			}
		}
	}
	if len(all) == 0 {
		return p
	}
	slices.SortFunc(all, func(a, b rolled) int {
		if a.bureau != b.bureau {
			return a.bureau.Order - b.bureau.Order
		}
		if a.task.Order != b.task.Order {
			return a.task.Order - b.task.Order
		}
		return strings.Compare(a.id, b.id)
	})
	out := *p
	out.Tasks = slices.Clone(p.Tasks)
	out.tasks = make(map[string]*Task, len(p.tasks)+2*len(all))
	for id, t := range p.tasks {
		out.tasks[id] = t
	}
	for _, r := range all {
		t := &Task{
			ID: r.id, Area: r.task.Area, Title: r.task.Title, Goal: r.task.Goal, Measure: r.task.Measure, Due: r.task.Due, Unit: r.task.Unit, Target: r.task.Target,
			Assigned: []Assignment{{Bureau: r.bureau, Role: RoleLead, As: r.bureau.Name}}, Weight: 1, Difficulty: 1, Direction: Higher,
			StatusOnly: r.task.StatusOnly, Order: len(out.Tasks), Rolled: true,
		}
		if t.Measure == "" || t.Measure == Grouping {
			t.Measure = Deliverable
		}
		out.Tasks = append(out.Tasks, t)
		out.tasks[t.ID], out.tasks[fold(t.ID)] = t, t
	}
	out.listTasks()
	return &out
}

// Counties reports that the plan sums up counties that send their ledgers.
func (p *Plan) Counties() bool {
	return slices.ContainsFunc(p.Bureaus, func(b *Bureau) bool { return b.SendsLedger })
}

// FromBelow is what the ledger of the level below says of a task, nil where nothing stands.
func (s *Standing) FromBelow(t *Task) *LedgerTask {
	if e := s.Entry(t, t.Lead()); e != nil {
		return e.Ledger
	}
	return nil
}

// ofLedger is the completion that the level below worked out.
func (s *Standing) ofLedger(t *Task) Completion {
	l := s.FromBelow(t)
	if l == nil {
		return Completion{}
	}
	c := Completion{Ratio: l.Completion, Done: l.Done, Of: l.Target, Binary: !l.Done.Known && !l.Target.Known, Finished: l.Finished}
	if c.Finished {
		c.FinishedOn = s.Entry(t, t.Lead()).DoneOn
	}
	return c
}
