package audit

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"

	"duban/cmd/duban/outputs"
	"duban/report"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/docx"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// brief makes a brief again, as Word document and as Markdown, from the round that it rests on; h is nil if that must be worked out
// first. Receipts of early versions do not give the day, number and date that it was made with: then the archived copy is compared
// with what lies in the reports.
func (a *reportPass) brief(j int, p calendar.Period, h *report.History, older []string) error {
	rec := a.Archive.Receipts()[j]
	m := made{path: a.ws.Folder("reports", p.String(), rec.Name), rec: rec, sum: rec.SHA256, older: older, later: a.laterThan(j, p),
		read: readParagraphs, paper: true,
		how: "duban brief --period " + p.String()}
	text := m
	name := a.ws.Words.T("file.brief-text")
	text.path, text.read = a.ws.Folder("reports", p.String(), name), readLines
	text.sum, text.older = rec.Files[name], a.hashesOf(archive.KindBrief, p.String(), name)
	date, ok := calendar.ParseISO(rec.Dated)
	if !ok {
		if a.there[text.path] {
			delete(a.there, text.path)
			a.uncompared = append(a.uncompared, text)
			a.enter(text.path, StateUncompared)
		}
		return a.asArchived(m)
	}
	number, _ := strconv.Atoi(rec.Note)
	if h == nil {
		var err error
		if h, err = a.historyAt(j, p, rec); err != nil {
			return a.unmadeTogether(err, m, text)
		}
	}
	b, err := a.MakeBrief(h, number, date)
	if err != nil {
		return err
	}
	m.how, text.how = b.Command(), b.Command()
	m.data, text.data = b.Word, b.Markdown
	for _, one := range []made{m, text} {
		if _, err := a.found(one, nil); err != nil {
			return err
		}
	}
	return nil
}

// historyAt works out the rounds up to a period as they were when a receipt was written, with the notices given until then.
func (a *reportPass) historyAt(i int, p calendar.Period, rec archive.Receipt) (*report.History, error) {
	past, err := a.then(i, rec.PlanSHA256)
	if err != nil {
		return nil, err
	}
	asOf, ok := calendar.ParseISO(rec.AsOf)
	if !ok {
		asOf = past.Plan.CutoffDay(p)
	}
	past.LookAt(asOf)
	rounds, err := past.Rounds(p)
	if err != nil {
		return nil, err
	}
	h := outputs.History(rounds, asOf)
	past.AddNotices(h)
	return h, nil
}

// notices compares the archived notices and their texts with what lies in the reports.
func (a *reportPass) notices() error {
	for _, n := range a.NoticePapers("") {
		p, ok := calendar.ParsePeriod(n.Period)
		if !ok {
			continue
		}
		m := made{path: a.NoticeFolder(p, archive.SafeName(n.Name)), rec: n.Receipt, sum: n.SHA256, read: readLines, paper: true,
			how: outputs.MergeCommand(p)}
		if n.Kind == archive.KindNotice {
			m.read = readParagraphs
		}
		if !n.Given && !a.there[m.path] {
			continue
		}
		if err := a.asArchived(m); err != nil {
			return err
		}
	}
	if a.copies > 0 {
		a.line("audit.copies", "n", a.copies)
	}
	a.Summary["copies"] = a.copies
	return nil
}

// asArchived compares a file with its copy in the archive. Those that agree are only counted, as they are many.
func (a *reportPass) asArchived(m made) error {
	data, err := a.readShort(m.path)
	var refusal *xlsx.Refusal
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.As(err, &refusal):
	case err != nil:
		return fmt.Errorf("read report: %w", err)
	case archive.Hash(data) == m.rec.SHA256:
		delete(a.there, m.path)
		a.copies++
		return nil
	}
	if m.copied = true; err == nil { // a missing file is reported without its copy
		m.data, err = a.Archive.Load(m.rec)
	} else {
		err = nil
	}
	_, err = a.found(m, err)
	return err
}

// readParagraphs reads a Word document for comparison: each paragraph, and each row of a table, is a row.
func readParagraphs(data []byte) (*sheet.Book, error) {
	blocks, err := docx.Read(data)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for _, b := range blocks {
		if b.Table == nil {
			rows = append(rows, []string{b.Text})
			continue
		}
		for i := range b.Table.Rows {
			var row []string
			for _, c := range b.Table.Rows[i].Cells {
				row = append(row, c.Value.String())
			}
			rows = append(rows, row)
		}
	}
	return asBook(rows), nil
}

// readLines reads a text for comparison, with any line ends.
func readLines(data []byte) (*sheet.Book, error) {
	var rows [][]string
	for line := range strings.Lines(string(bytes.TrimPrefix(data, []byte("\ufeff")))) {
		rows = append(rows, []string{strings.TrimRight(line, "\r\n")})
	}
	return asBook(rows), nil
}

// readRecords reads a table of an export; if it is no longer a table it is read as text.
func readRecords(data []byte) (*sheet.Book, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		return readLines(data)
	}
	return asBook(rows), nil
}

// readDigest stands in for reading a file that only programs read.
func readDigest(data []byte) (*sheet.Book, error) {
	return asBook([][]string{{"SHA-256 " + archive.Hash(data)}}), nil
}

// opaque reports whether a file of an export can be read by programs alone.
func opaque(name string) bool { return filepath.Ext(name) == ".parquet" }

// readerOf gives the function that reads a file of an export for comparison.
func readerOf(name string) func([]byte) (*sheet.Book, error) {
	switch filepath.Ext(name) {
	case ".csv":
		return readRecords
	case ".jsonl":
		return readLines
	}
	return readDigest
}

func asBook(rows [][]string) *sheet.Book {
	s := &sheet.Sheet{}
	for i, row := range rows {
		r := sheet.Row{N: i + 1}
		for k, text := range row {
			r.Cells = append(r.Cells, sheet.Cell{Col: k + 1, Value: sheet.Str(text)})
		}
		s.Rows = append(s.Rows, r)
	}
	return &sheet.Book{Sheets: []*sheet.Sheet{s}}
}
