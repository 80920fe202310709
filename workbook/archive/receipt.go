package archive

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// Kinds of receipts.
const (
	KindReturn   = "return"   // a workbook that came in, whatever became of it
	KindEvidence = "evidence" // a file that came with a return
	KindPlan     = "plan"     // the plan that a run used
	KindIssue    = "issue"    // a round was issued
	KindMerge    = "merge"    // a round was merged
	KindBrief    = "brief"    // a brief was written
	KindNotice   = "notice"   // a notice was given
	KindText     = "text"     // a notice's text to paste
	KindScore    = "score"    // the scores of a span were worked out; Bureaus are those that got a sheet of their own
	KindExport   = "export"   // tables of a span were written; its Note says in which formats
	// KindSealed records with which key workbooks were sealed that were given out outside the rounds; its Note says which kind of
	// workbook.
	KindSealed = "sealed"
	// KindObjection is a score sheet that a bureau sent back with its objections.
	KindObjection = "objection"
	// KindRating is a rater's copy of a rating workbook that came back.
	KindRating = "rating"
)

// Receipt is one line of the log. Lines are never changed; each holds the hash of the one before.
type Receipt struct {
	N      int    `json:"n"`
	Kind   string `json:"kind"`
	Period string `json:"period,omitempty"`
	Bureau string `json:"bureau,omitempty"`
	// Name is the file's name as it came. Path is where its bytes are kept, relative to the archive and with forward slashes.
	Name   string `json:"name,omitempty"`
	Path   string `json:"path,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
	Size   int64  `json:"size,omitempty"`
	// Received is the day that counts as the day of arrival, such as 2024-10-05.
	Received string `json:"received,omitempty"`
	// Override says why Received is not the day on which the file was filed; Filed is that day.
	Override string `json:"override,omitempty"`
	Filed    string `json:"filed,omitempty"`
	Verdict  string `json:"verdict,omitempty"`
	Errors   int    `json:"errors,omitempty"`
	Warnings int    `json:"warnings,omitempty"`
	Held     int    `json:"held,omitempty"`
	// Refused says why nothing of the file was taken.
	Refused []Reason `json:"refused,omitempty"`
	// Mended, Remaining and New count the points that the bureau has corrected since its previous return, those still there, and those that
	// came with this one. Earlier is the hash of the previous return.
	Earlier   string `json:"earlier,omitempty"`
	Mended    int    `json:"mended,omitempty"`
	Remaining int    `json:"remaining,omitempty"`
	New       int    `json:"new,omitempty"`
	Note      string `json:"note,omitempty"`
	// Bureaus are the codes of the bureaus that a round asks, or that got a score sheet, separated by "|".
	Bureaus string `json:"bureaus,omitempty"`
	// Seal names the key with which the workbooks of a round, or of a kind, are sealed.
	Seal string `json:"seal,omitempty"`
	// Matter, Trigger, Level and Reply belong to a notice: what it is about, why it was given, how far up the ladder it is, and the
	// day by which it must be answered. Its number is its Note.
	Matter  string `json:"matter,omitempty"`
	Trigger string `json:"trigger,omitempty"`
	Level   string `json:"level,omitempty"`
	Reply   string `json:"reply,omitempty"`
	// With gives, for a notice on a return, the numbers of the tasks that it names, each with its level.
	With map[string]string `json:"with,omitempty"`
	// Dated is the day that a brief bears. Its number is its Note.
	Dated string `json:"dated,omitempty"`
	// Files gives, by name, the hashes of files that were written but not archived: a scoring's sheets, an export's tables, a brief's
	// text.
	Files map[string]string `json:"files,omitempty"`
	// PlanSHA256 is the plan that the file was judged or worked out by, AsOf the day as of which, and Program the version of the
	// program. Build distinguishes builds of one version.
	PlanSHA256 string `json:"plan_sha256,omitempty"`
	// RoundPlan is the plan that a past round keeps, if that is another one. For a return it is the plan that it was issued from, if
	// its bureau was merged with others before the round was issued anew.
	RoundPlan string `json:"round_plan,omitempty"`
	AsOf      string `json:"as_of,omitempty"`
	Program   string `json:"program,omitempty"`
	Build     string `json:"build,omitempty"`
	Prev      string `json:"prev"`
	Hash      string `json:"hash"`
}

// Reason is one reason why nothing of a file was taken: a code with its arguments, at a place in the file.
type Reason struct {
	Code  string            `json:"code"`
	Sheet string            `json:"sheet,omitempty"`
	Cell  string            `json:"cell,omitempty"`
	Value string            `json:"value,omitempty"`
	Args  map[string]string `json:"args,omitempty"`
}

// legible makes the reason read back as it was written, as legible does for a receipt.
func (r Reason) legible() Reason {
	for _, s := range []*string{&r.Code, &r.Sheet, &r.Cell, &r.Value} {
		*s = strings.ToValidUTF8(*s, "\uFFFD")
	}
	r.Args = legible(r.Args)
	return r
}

// legible makes names and texts read back as they were written.
func legible(texts map[string]string) map[string]string {
	if texts == nil {
		return nil
	}
	out := make(map[string]string, len(texts))
	for name, text := range texts {
		out[strings.ToValidUTF8(name, "\uFFFD")] = strings.ToValidUTF8(text, "\uFFFD")
	}
	return out
}

// ID is the receipt's name in outputs.
func (r Receipt) ID() string { return fmt.Sprintf("R%04d", r.N) }

// legible replaces invalid UTF-8. File names may be in another encoding, and a receipt must read back as it was hashed.
func (r Receipt) legible() Receipt {
	for _, s := range []*string{
		&r.Kind, &r.Period, &r.Bureau, &r.Name, &r.Path, &r.SHA256, &r.Received, &r.Override, &r.Filed, &r.Verdict, &r.Earlier, &r.Note, &r.Bureaus,
		&r.Matter, &r.Trigger, &r.Level, &r.Reply, &r.Dated, &r.PlanSHA256, &r.RoundPlan, &r.AsOf, &r.Program, &r.Build, &r.Seal,
	} {
		*s = strings.ToValidUTF8(*s, "\uFFFD")
	}
	r.With, r.Files = legible(r.With), legible(r.Files)
	if len(r.Refused) > 0 {
		refused := make([]Reason, len(r.Refused))
		for i, why := range r.Refused {
			refused[i] = why.legible()
		}
		r.Refused = refused
	}
	return r
}

func (r Receipt) digest() string {
	r.Hash = ""
	b, err := json.Marshal(r)
	if err != nil {
		// A struct of strings and numbers can always be marshalled.
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Fault is something in the archive that is not as it was filed.
type Fault struct {
	Code    string // log-line-unreadable, log-chain-broken, file-missing, file-changed
	Line    int    // of the log, from 1
	Receipt string
	Path    string
	Came    bool // the file came from outside, and may be obtained again
}

// came reports whether a receipt's file came from outside. All other files were written by the program, and nobody has a second copy.
func (r Receipt) came() bool {
	return r.Kind == KindReturn || r.Kind == KindEvidence || r.Kind == KindObjection || r.Kind == KindRating
}

// logRead is a log as read. whole is the length in bytes of its whole lines; unended says that the last of them lacks its newline.
type logRead struct {
	receipts []Receipt
	faults   []Fault
	whole    int64
	unended  bool
}

// readLog reads the receipts. A last line without a newline was cut off while it was written.
func readLog(d Disk, path string) (l logRead, err error) {
	f, err := d.system().Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return l, fmt.Errorf("read receipts: %w", named(path, err))
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<16)
	prev := ""
	for n := 1; ; n++ {
		line, err := r.ReadBytes('\n')
		if err == io.EOF {
			// But an editor or a sync program may have removed the last newline: a line that is whole is kept.
			var rec Receipt
			if json.Unmarshal(line, &rec) == nil && rec.Prev == prev && rec.Hash == rec.digest() {
				l.receipts, l.whole, l.unended = append(l.receipts, rec), l.whole+int64(len(line)), true
			}
			return l, nil
		}
		if err != nil {
			return l, fmt.Errorf("read receipts: %w", named(path, err))
		}
		l.whole += int64(len(line))
		var rec Receipt
		if json.Unmarshal(bytes.TrimSpace(line), &rec) != nil {
			l.faults = append(l.faults, Fault{Code: "log-line-unreadable", Line: n})
			continue
		}
		if rec.Prev != prev || rec.Hash != rec.digest() {
			l.faults = append(l.faults, Fault{Code: "log-chain-broken", Line: n, Receipt: rec.ID()})
		}
		prev = rec.Hash
		l.receipts = append(l.receipts, rec)
	}
}

// Hash gives the SHA-256 of a file's bytes in hexadecimal.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Verify re-reads the log and re-hashes every file that it names.
func (a *Archive) Verify() ([]Fault, error) {
	l, err := readLog(a.disk, a.log)
	if err != nil {
		return nil, err
	}
	faults := l.faults
	seen := map[string]bool{}
	for _, r := range l.receipts {
		if r.Path == "" || seen[r.Path] {
			continue
		}
		seen[r.Path] = true
		var lost *Lost
		switch _, err := a.LoadHead(r, 0); {
		case errors.As(err, &lost) && lost.Changed:
			faults = append(faults, Fault{Code: "file-changed", Receipt: r.ID(), Path: r.Path})
		case errors.As(err, &lost):
			faults = append(faults, Fault{Code: "file-missing", Receipt: r.ID(), Path: r.Path, Came: r.came()})
		case err != nil:
			return nil, fmt.Errorf("verify archive: %w", err)
		}
	}
	return faults, nil
}
