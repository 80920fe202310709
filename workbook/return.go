package workbook

import (
	"slices"
	"strings"

	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// TemplateForms are the forms that templates are made of and returns are read by, in one language.
type TemplateForms struct {
	Progress, Milestones, Stages, Indicators, Steps, Problems *Form
	Cover                                                     CoverForm
	// Ledgers are the sheets of a consolidated workbook, which is a return one level up.
	Ledgers *LedgerForms
	// Slip lists the names of the sheet that a slip puts before a return, and Choices those of the sheet with the lists for drop-downs,
	// which some programs make visible.
	Slip, Choices []string
}

// All lists the fixed forms in the order of the sheets.
func (f *TemplateForms) All() []*Form {
	return []*Form{f.Progress, f.Milestones, f.Stages, f.Indicators, f.Steps, f.Problems}
}

// Return is a workbook that came back, decoded.
type Return struct {
	File     string
	Identity Identity
	// Bureau and Period are who it is from and for, nil and zero if that could not be found out.
	Bureau *Bureau
	Period calendar.Period
	Tables map[string]*Table
	// Nothing says that the bureau declares that it has nothing to report; Reason is why.
	Nothing       bool
	NothingReason *Datum
	// NothingPlace is where it declares so, ReasonPlace where the reason stands.
	NothingPlace Place
	ReasonPlace  Place
	CoverPlace   Place
	Observations []Observation
	FilledBy     string
	SignedBy     string
	// Ledger is set if the workbook is a consolidated one of the level below.
	Ledger *LedgerReturn
	// Sender says how the sender was found out (a by… constant) once the identity sheet is lost.
	Sender         string
	Oddities       []sheet.Oddity
	unplacedSheets []string
	// coverBureau is the name of the bureau on the cover, whether the plan knows it or not.
	coverBureau string
}

// DecodeReturn reads a returned workbook against a plan. It never fails: whatever the workbook holds, a Return comes back, and what is
// amiss is in its observations and data.
func DecodeReturn(book *sheet.Book, file string, plan *Plan, forms *TemplateForms) *Return {
	r := &Return{File: file, Identity: ReadIdentity(book), Tables: map[string]*Table{}, Oddities: book.Oddities}
	if r.isLedger(book, forms.Ledgers) {
		r.readLedger(book, plan, forms.Ledgers)
		return r
	}
	r.readCover(book, plan, &forms.Cover)
	r.readSender(book, plan)
	all := forms.All()
	for _, l := range plan.Lists {
		all = append(all, l.Issued(forms))
	}
	taken := map[*sheet.Sheet]bool{}
	// A corrected slip is a return. The sheet in front of it is ours and has no entries.
	for _, name := range slices.Concat(forms.Slip, forms.Choices) {
		if s := FindSheet(&Form{Sheet: name}, book); s != nil {
			taken[s] = true
		}
	}
	sheets := r.findSheets(all, book, taken)
	var words senderWords
	if !r.Identity.Whole {
		words = senderWords{titles(all, sheets), r.coverWords(book, &forms.Cover)}
		r.guessPeriod(&words)
	}
	reading := Reading{Near: plan.Settings.DocDate, Known: r.known(plan), Merged: true,
		Since1904: slices.ContainsFunc(book.Oddities, func(o sheet.Oddity) bool { return o.Code == sheet.OddDate1904 })}
	if !r.Period.IsZero() {
		reading.Near = r.Period.Last()
	}
	for i, f := range all {
		if sheets[i] != nil {
			reading.Unit = plan.unitOf(f)
			r.Tables[f.Key] = ReadTable(f, sheets[i], file, reading)
		}
	}
	if !r.Identity.Whole {
		r.guessSender(plan, &words)
	}
	for _, f := range all {
		if t := r.Tables[f.Key]; t != nil {
			reading.Unit = plan.unitOf(f)
			r.restoreIDs(t, plan)
			r.findCopies(t, book, taken, reading, plan)
		}
	}
	for _, s := range book.Sheets {
		if !taken[s] && s.Visibility == sheet.Visible && s.Name != r.CoverPlace.Sheet && !sheetIsEmpty(s) && !isIdentity(s) {
			r.unplacedSheets = append(r.unplacedSheets, s.Name)
		}
	}
	return r
}

func sheetIsEmpty(s *sheet.Sheet) bool { return s.LastRow() == 0 }

// Forget drops what the return holds, except who it is from and for, and the places of the rows that are held back. It is called once its
// rows are taken into the standing.
func (r *Return) Forget(held func(*Record) bool) {
	if d := r.NothingReason; d != nil {
		r.NothingReason = &Datum{State: d.State, Text: strings.Clone(d.Text)}
	}
	r.Identity, r.Observations, r.Oddities, r.unplacedSheets = Identity{Kind: strings.Clone(r.Identity.Kind), Whole: r.Identity.Whole}, nil, nil, nil
	r.FilledBy, r.SignedBy, r.coverBureau = "", "", ""
	if l := r.Ledger; l != nil {
		l.County = strings.Clone(l.County)
		l.Areas, l.Marks, l.Sources = nil, nil, nil
	}
	var left map[string]*Table
	for key, t := range r.Tables {
		var kept []*Record
		for _, rec := range t.Records {
			if held(rec) {
				kept = append(kept, rec)
			}
			rec.ID, rec.data = strings.Clone(rec.ID), nil
		}
		t.Records, t.Above, t.Nameless, t.Unknown, t.Twice = slices.Clip(kept), nil, nil, nil, nil
		if len(kept) > 0 {
			if left == nil {
				left = map[string]*Table{}
			}
			left[key] = t
		}
	}
	r.Tables = left
}

// ExtraSheets lists the visible sheets that are none of the forms.
func (r *Return) ExtraSheets() []string { return r.unplacedSheets }

func (r *Return) note(code string, at Place, args ...string) {
	r.Observations = append(r.Observations, Observation{Code: code, Place: at, Args: args})
}

// findSheets finds each form's sheet: by name, and then, among the sheets that no form has by name, by headings. A renamed sheet is the
// one with most of the form's headings.
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
		most := f.most()
		for _, s := range b.Sheets {
			if taken[s] || s.Visibility == sheet.VeryHidden || s.Name == r.CoverPlace.Sheet || isIdentity(s) {
				continue
			}
			if n := headingsFound(f, s); n >= most {
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

// unitOf gives the unit of measure of a returned row's numbers, which the plan knows; nil if the form has no such numbers.
func (p *Plan) unitOf(f *Form) func(*Record) string {
	switch f.Key {
	case FormProgress, FormStageState:
		return func(r *Record) string {
			id, _, _ := strings.Cut(r.ID, "|")
			if t := p.Task(id); t != nil {
				return t.CountedIn()
			}
			return ""
		}
	case FormIndicatorState:
		return func(r *Record) string {
			if in := p.Indicator(r.ID); in != nil {
				return in.Unit
			}
			return ""
		}
	}
	return nil
}

// Indicator finds an indicator by its number, nil if there is none.
func (p *Plan) Indicator(id string) *Indicator { return p.indicators[Fold(id)] }

// Touched reports whether the bureau typed anything into a row.
func (r *Record) Touched() bool {
	for i := range r.data {
		if d := &r.data[i]; r.column(d).Filled == ByBureau && d.State != Empty {
			return true
		}
	}
	return false
}

// issued reports whether a row holds anything that was pre-filled from the plan.
func (r *Record) issued() bool {
	for i := range r.data {
		if d := &r.data[i]; r.column(d).Filled == ByPlan && d.State != Empty {
			return true
		}
	}
	return false
}
