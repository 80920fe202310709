package workbook

import (
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// IdentitySheet is the name of the very hidden sheet that says what a workbook is. Its cells outlive re-saving by other
// programs; its name and its being hidden may not.
const IdentitySheet = "_duban"

// FormVersion is the version of the forms that this program issues. A change that older returns do not survive raises it.
const FormVersion = 1

// Keys of the identity sheet's first two columns.
const (
	IdentityMark    = "duban"
	IdentityKind    = "kind"
	IdentityPlan    = "plan"
	IdentityPlanSHA = "plan-sha256"
	IdentityForm    = "form"
	IdentityBureau  = "bureau"
	IdentityPeriod  = "period"
	IdentityLang    = "lang"
	IdentityRow     = "row" // sheet's form key, row number, row id
)

// Identity is what a workbook says it is.
type Identity struct {
	Kind   string
	PlanID string
	// PlanSHA is the SHA-256 of the plan that the template was issued from.
	PlanSHA string
	Form    int
	Bureau  string // code
	Period  string
	Lang    string
	// Rows gives row ids by form key and row number, as issued.
	Rows map[string]map[int]string
	// Whole tells that the identity sheet was found, rather than pieced together from what people can see.
	Whole bool
}

// isIdentity tells the identity sheet by what it holds: some programs show it when they save the workbook anew.
func isIdentity(s *sheet.Sheet) bool { return s.Value(sheet.At(1, 1)).Text == IdentityMark }

// ReadIdentity finds a workbook's identity sheet, under whatever name; the zero Identity where there is none.
func ReadIdentity(b *sheet.Book) Identity {
	for _, s := range b.Sheets {
		if !isIdentity(s) {
			continue
		}
		id := Identity{Whole: true, Rows: map[string]map[int]string{}}
		for i := range s.Rows {
			row := &s.Rows[i]
			text := func(col int) string {
				if c := row.Cell(col); c != nil {
					return c.Value.String()
				}
				return ""
			}
			switch text(1) {
			case IdentityKind:
				id.Kind = text(2)
			case IdentityPlan:
				id.PlanID = text(2)
			case IdentityPlanSHA:
				id.PlanSHA = text(2)
			case IdentityForm:
				id.Form, _ = strconv.Atoi(text(2))
			case IdentityBureau:
				id.Bureau = text(2)
			case IdentityPeriod:
				id.Period = text(2)
			case IdentityLang:
				id.Lang = text(2)
			case IdentityRow:
				n, err := strconv.Atoi(text(3))
				if err != nil {
					continue
				}
				if id.Rows[text(2)] == nil {
					id.Rows[text(2)] = map[int]string{}
				}
				id.Rows[text(2)][n] = text(4)
			}
		}
		return id
	}
	return Identity{}
}

// TemplateForms are the forms that templates are made of and returns are read by, in one language.
type TemplateForms struct {
	Progress, Milestones, Stages, Indicators, Steps, Problems *Form
	Cover                                                     CoverForm
	// Slip are the names of the sheet that a slip puts in front of a return.
	Slip []string
}

// CoverForm are the words of the cover sheet by which its cells are found.
type CoverForm struct {
	Sheet string
	Also  []string
	// Each label stands left of the cell it names; several writings may be known.
	Bureau, Period, Nothing, NothingReason, FilledBy, SignedBy, SignedOn []string
}

// All lists the fixed forms in the order of the sheets.
func (f *TemplateForms) All() []*Form {
	return []*Form{f.Progress, f.Milestones, f.Stages, f.Indicators, f.Steps, f.Problems}
}

// Return is a workbook that came back, decoded.
type Return struct {
	File     string
	Identity Identity
	// Bureau and Period are who it is from and for, nil and zero where that could not be found out.
	Bureau *Bureau
	Period Period
	Tables map[string]*Table
	// Nothing says that the bureau declares that it has nothing to report; Reason is why.
	Nothing        bool
	NothingReason  *Datum
	NothingPlace   Place
	CoverPlace     Place
	Observations   []Observation
	FilledBy       string
	SignedBy       string
	Oddities       []sheet.Oddity
	unplacedSheets []string
}

// DecodeReturn reads a returned workbook against a plan. It is total: whatever the workbook holds, a Return comes back,
// and what is amiss stands in its observations and data.
func DecodeReturn(book *sheet.Book, file string, plan *Plan, forms *TemplateForms) *Return {
	r := &Return{File: file, Identity: ReadIdentity(book), Tables: map[string]*Table{}, Oddities: book.Oddities}
	r.readCover(book, plan, &forms.Cover)
	if r.Identity.Whole {
		if b := plan.Directory.Bureau(r.Identity.Bureau); b != nil {
			if r.Bureau != nil && r.Bureau != b {
				r.note("cover-bureau-differs", r.CoverPlace, "cover", r.Bureau.Name, "issued", b.Name)
			}
			r.Bureau = b
		}
		if p, ok := ParsePeriod(r.Identity.Period); ok {
			if r.Period != (Period{}) && r.Period != p {
				r.note("cover-period-differs", r.CoverPlace, "cover", r.Period.String(), "issued", p.String())
			}
			r.Period = p
		}
	} else {
		r.note("identity-lost", Place{File: file})
		if r.Bureau == nil {
			r.Bureau = plan.Directory.Bureau(book.Custom[IdentityBureau])
		}
		if r.Period == (Period{}) {
			r.Period, _ = ParsePeriod(book.Custom[IdentityPeriod])
		}
	}
	near := plan.Settings.DocDate
	if r.Period != (Period{}) {
		near = r.Period.Last()
	}
	all := forms.All()
	for _, l := range plan.Lists {
		all = append(all, l.Issued(forms))
	}
	taken := map[*sheet.Sheet]bool{}
	// A slip that was mended is a return: what stands in front of it is ours and holds no entries.
	for _, name := range forms.Slip {
		if s := FindSheet(&Form{Sheet: name}, book); s != nil {
			taken[s] = true
		}
	}
	sheets := r.findSheets(all, book, taken)
	for i, f := range all {
		s := sheets[i]
		if s == nil {
			continue
		}
		t := ReadTable(f, s, file, Reading{Near: near, Unit: plan.unitOf(f)})
		r.restoreIDs(t)
		r.Tables[f.Key] = t
	}
	for _, s := range book.Sheets {
		if !taken[s] && s.Visibility == sheet.Visible && s.Name != r.CoverPlace.Sheet && !sheetIsEmpty(s) && !isIdentity(s) {
			r.unplacedSheets = append(r.unplacedSheets, s.Name)
		}
	}
	return r
}

func sheetIsEmpty(s *sheet.Sheet) bool { return s.LastRow() == 0 }

// ExtraSheets are visible sheets that are none of the forms.
func (r *Return) ExtraSheets() []string { return r.unplacedSheets }

func (r *Return) note(code string, at Place, args ...string) {
	r.Observations = append(r.Observations, Observation{Code: code, Place: at, Args: args})
}

// findSheets finds each form's sheet: by name, and then, among the sheets that no form has by name, by headings. A sheet
// renamed by hand is still the sheet that has most of the form's headings.
func (r *Return) findSheets(forms []*Form, b *sheet.Book, taken map[*sheet.Sheet]bool) []*sheet.Sheet {
	out := make([]*sheet.Sheet, len(forms))
	for i, f := range forms {
		if s := FindSheet(f, b); s != nil && !taken[s] {
			out[i] = s
			taken[s] = true
		}
	}
	for i, f := range forms {
		if out[i] != nil {
			continue
		}
		most := (len(f.Columns)*2 + 2) / 3
		for _, s := range b.Sheets {
			if taken[s] || s.Visibility == sheet.VeryHidden || s.Name == r.CoverPlace.Sheet || isIdentity(s) {
				continue
			}
			if n := Score(f, s); n >= most {
				out[i], most = s, n+1
			}
		}
		if out[i] != nil {
			taken[out[i]] = true
			r.note("sheet-renamed", Place{File: r.File, Sheet: out[i].Name}, "sheet", f.Sheet)
		}
	}
	return out
}

// unitOf gives the unit of measure of a returned row's numbers, which the plan knows.
func (p *Plan) unitOf(f *Form) func(*Record) string {
	switch f.Key {
	case FormProgress:
		return func(r *Record) string {
			if t := p.Task(r.Get(ColTask).Text); t != nil {
				return t.Unit
			}
			return ""
		}
	case FormIndicatorState:
		return func(r *Record) string {
			if in := p.Indicator(r.Get(ColIndicator).Text); in != nil {
				return in.Unit
			}
			return ""
		}
	}
	return nil
}

// Indicator finds an indicator by its number, nil where there is none.
func (p *Plan) Indicator(id string) *Indicator {
	id = fold(id)
	for _, in := range p.Indicators {
		if fold(in.ID) == id {
			return in
		}
	}
	return nil
}

// restoreIDs gives rows whose number was wiped out the id that was issued in that row, unless the id stands elsewhere.
// Where a bureau adds rows of its own, a row that holds nothing of the plan is one of those.
func (r *Return) restoreIDs(t *Table) {
	issued := r.Identity.Rows[t.Form.Key]
	if len(issued) == 0 {
		return
	}
	there := map[string]bool{}
	for _, rec := range t.Records {
		there[rec.ID] = true
	}
	for _, rec := range t.Records {
		if id := issued[rec.Row]; rec.ID == "" && id != "" && !there[id] && (t.Form.BlankRows == 0 || rec.issued()) {
			rec.ID = id
			there[id] = true
			r.Observations = append(r.Observations, Observation{Code: "row-id-restored", Place: rec.Place(t.Form.ID[0]), Task: strings.Split(id, "|")[0],
				Field: t.Form.ID[0]})
		}
	}
}

// readCover finds the cover's cells by their labels.
func (r *Return) readCover(b *sheet.Book, plan *Plan, f *CoverForm) {
	s := FindSheet(&Form{Sheet: f.Sheet, Also: f.Also}, b)
	if s == nil {
		return
	}
	r.CoverPlace = Place{File: r.File, Sheet: s.Name}
	for i := range s.Rows {
		row := &s.Rows[i]
		for j := range row.Cells {
			c := &row.Cells[j]
			if c.Value.Kind != sheet.Text {
				continue
			}
			text := foldHeading(c.Value.Text)
			next, at := f.rightOf(row, j)
			place := Place{File: r.File, Sheet: s.Name, Ref: at}
			switch {
			case labelled(text, f.Bureau):
				if r.Bureau == nil {
					r.Bureau = plan.Directory.Bureau(cleanText(&next))
				}
			case labelled(text, f.Period):
				if r.Period == (Period{}) {
					r.Period, _ = periodOfCell(next.Value, next.Format, cleanText(&next))
				}
			case labelled(text, f.Nothing):
				d := readCell(&Column{Type: BoolColumn}, &next, 0)
				r.NothingPlace = place
				if d.State == Bad {
					r.Observations = append(r.Observations, Observation{Code: "nothing-unclear", Place: place, Value: d.Text})
				}
				r.Nothing = d.State == Good && d.Num != 0
			case labelled(text, f.NothingReason):
				d := readCell(&Column{}, &next, 0)
				d.Ref = at
				r.NothingReason = &d
			case labelled(text, f.FilledBy):
				r.FilledBy = cleanText(&next)
			case labelled(text, f.SignedBy):
				r.SignedBy = cleanText(&next)
			}
		}
	}
}

func labelled(text string, labels []string) bool {
	for _, l := range labels {
		if text == foldHeading(l) {
			return true
		}
	}
	return false
}

// rightOf is the cell that a label names: the next one of the row that holds something, since labels and their cells may
// be merged, unless another label comes first.
func (f *CoverForm) rightOf(row *sheet.Row, j int) (sheet.Cell, sheet.Ref) {
	blank := sheet.At(row.N, row.Cells[j].Col+1)
	for k := j + 1; k < len(row.Cells); k++ {
		if c := row.Cells[k]; !c.Value.IsEmpty() {
			if c.Value.Kind == sheet.Text && f.isLabel(foldHeading(c.Value.Text)) {
				break
			}
			return c, sheet.At(row.N, c.Col)
		}
	}
	return sheet.Cell{}, blank
}

func (f *CoverForm) isLabel(text string) bool {
	for _, labels := range [][]string{f.Bureau, f.Period, f.Nothing, f.NothingReason, f.FilledBy, f.SignedBy, f.SignedOn} {
		if labelled(text, labels) {
			return true
		}
	}
	return false
}

// Touched reports whether the bureau typed anything into a row.
func (r *Record) Touched() bool {
	for i := range r.Data {
		if r.Table.Form.Columns[i].Filled == ByBureau && r.Data[i].State != Empty {
			return true
		}
	}
	return false
}

// issued reports whether a row holds anything that the plan filled in.
func (r *Record) issued() bool {
	for i := range r.Data {
		if r.Table.Form.Columns[i].Filled == ByPlan && r.Data[i].State != Empty {
			return true
		}
	}
	return false
}
