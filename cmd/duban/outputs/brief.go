package outputs

import (
	"fmt"
	"maps"
	"strconv"

	"duban/report"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/document"
	"duban/workbook/docx"
)

// Brief is a brief as a Word document and as Markdown.
type Brief struct {
	// Number is its round's place in its year, and Date the day that it bears, unless the coordinator chose others.
	Number         int
	Date           calendar.Date
	Word, Markdown []byte
	history        *report.History
}

// BriefPaths gives the paths of a period's brief and its Markdown.
func (m *Maker) BriefPaths(p calendar.Period) (word, markdown string) {
	return m.ws.Folder("reports", p.String(), m.ws.Words.T("file.brief")), m.ws.Folder("reports", p.String(), m.ws.Words.T("file.brief-text"))
}

// MakeBrief makes the brief of the last period of a history. A number or date of 0 leaves the choice to the program: the round's
// place in its year, and the day by which its returns were due.
func (m *Maker) MakeBrief(h *report.History, number int, date calendar.Date) (*Brief, error) {
	b := &Brief{Number: number, Date: date, history: h}
	if b.Number == 0 {
		b.Number = roundInYear(h)
	}
	if b.Date == 0 {
		b.Date = briefDay(h)
	}
	doc := report.Brief(report.BriefInput{Ledger: last(h), History: h, Number: b.Number, Date: b.Date}, m.ws.Words)
	var err error
	if b.Word, err = docx.Write(doc); err != nil {
		return nil, fmt.Errorf("brief: %w", err)
	}
	b.Markdown = []byte(document.Markdown(doc))
	return b, nil
}

// Command gives the command line that writes the same brief again.
func (b *Brief) Command() string {
	ledger := last(b.history)
	command := "duban brief --period " + ledger.Period.String()
	if ledger.AsOf != ledger.Plan.CutoffDay(ledger.Period) {
		command += " --as-of " + ledger.AsOf.String()
	}
	if b.Number != roundInYear(b.history) {
		command += " --number " + strconv.Itoa(b.Number)
	}
	if b.Date != briefDay(b.history) {
		command += " --date " + b.Date.String()
	}
	return command
}

// roundInYear gives the place of a history's last round among those of its year.
func roundInYear(h *report.History) int {
	n := 0
	for _, l := range h.Ledgers {
		if l.Period.Year() == last(h).Period.Year() {
			n++
		}
	}
	return n
}

// briefDay is the day that a brief bears by default.
func briefDay(h *report.History) calendar.Date {
	l := last(h)
	return max(l.AsOf, l.Plan.DueDay(l.Period))
}

// WriteBrief writes a brief and puts it on record.
func (m *Maker) WriteBrief(b *Brief) error {
	ledger := last(b.history)
	word, markdown := m.BriefPaths(ledger.Period)
	recorded := m.Announce(b.Command(), map[string]string{word: archive.Hash(b.Word), markdown: archive.Hash(b.Markdown)})
	keep := func() error { return m.keepBrief(b, ledger) }
	if err := m.disk.Exchange([]archive.Content{{Path: word, Data: b.Word}, {Path: markdown, Data: b.Markdown}}, keep); err != nil {
		return err
	}
	recorded()
	return nil
}

// keepBrief archives a brief with what is needed to make it again, the same one only once.
func (m *Maker) keepBrief(b *Brief, ledger *report.Ledger) error {
	p, sum, files := ledger.Period.String(), archive.Hash(b.Word), map[string]string{m.ws.Words.T("file.brief-text"): archive.Hash(b.Markdown)}
	if r, ok := m.Archive.Latest(archive.KindBrief, p); ok && r.SHA256 == sum && r.Dated != "" && maps.Equal(r.Files, files) {
		return nil
	}
	name := m.ws.Words.T("file.brief")
	path, err := m.Archive.Store(p, name, b.Word)
	if err != nil {
		return err
	}
	return m.Record(archive.Receipt{Kind: archive.KindBrief, Period: p, Name: name, Path: path, SHA256: sum, Size: int64(len(b.Word)),
		AsOf: ledger.AsOf.String(), Note: strconv.Itoa(b.Number), Dated: b.Date.String(), Files: files})
}
