package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash"
	"strconv"
	"sync"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/compact"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// What a return was found to be is kept beside what was read of it, so that a merge after one new return judges that one and no
// other. It hangs on more than the file: on the plan, on what stood before the round, on keys. All of it is in judging, which has
// judge for a method, so that nothing else can bear on what is found; and all of it is in the digest under which what was found is
// kept, so that under anything else it is not there.

// judging is all that a file is judged by as a return of a round.
type judging struct {
	// These follow from the program and the language of the workspace; the rules from the plan too.
	checker   *validate.Checker
	words     *templates.Catalogue
	planForms []*workbook.Form
	forms     *workbook.TemplateForms
	rules     []workbook.Rule

	plan   *workbook.Plan
	period workbook.Period
	// before is what stood before the round, from names what it was made of.
	before *workbook.Standing
	from   string
	keys   []workbook.Key
	// sealed says that all its workbooks were sealed when they were issued, keysHeld that every key of theirs is at hand.
	sealed, keysHeld bool
}

// digest names all that a file is judged by. It is empty where that cannot be named: then nothing is kept.
func (j *judging) digest() string {
	state := j.plan.State()
	if state == "" || j.from == "" {
		return ""
	}
	d := newDigest(program(), j.words.Lang, state, j.period.String(), j.from, strconv.FormatBool(j.sealed), strconv.FormatBool(j.keysHeld))
	for _, k := range j.keys {
		d.add(string(k))
	}
	return d.String()
}

// digest is a digest over texts, each of which stands by itself.
type digest struct{ hash.Hash }

func newDigest(texts ...string) digest {
	d := digest{sha256.New()}
	d.add(texts...)
	return d
}

func (d digest) add(texts ...string) {
	for _, s := range texts {
		d.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(s))))
		d.Write([]byte(s))
	}
}

func (d digest) String() string { return hex.EncodeToString(d.Sum(nil)) }

// nothingBefore names what stood before the first round.
const nothingBefore = "nothing"

// begin starts what stands at the end of the round: nothing of it has come in yet.
func (r *round) begin() {
	r.now, r.accepted = r.before.Next(r.period), newDigest(r.by)
}

// standing names what stands at the end of the round: what it was judged by, and what was accepted, in this order. It is empty
// where that cannot be named.
func (r *round) standing() string {
	switch {
	case r == nil:
		return nothingBefore
	case r.by == "":
		return ""
	}
	return r.accepted.String()
}

// judge decodes and checks one file.
func (j *judging) judge(name string, rb readBook) *intake {
	in := j.found(name, rb)
	in.outcome = outcomeOf(in)
	in.unvouched = in.ret != nil && !in.verdict.Refused && in.ret.Identity.Sealing(j.keys) == workbook.SealUnknown
	return in
}

// found is what is found in a file.
func (j *judging) found(name string, rb readBook) *intake {
	in := &intake{}
	if rb.err != nil {
		if !errors.As(rb.err, &in.refusal) {
			in.refusal = &xlsx.Refusal{Code: "file-damaged", Args: map[string]string{"reason": rb.err.Error()}}
		}
		in.verdict = validate.Verdict{Refused: true, Findings: []validate.Finding{{
			Code: in.refusal.Code, Severity: workbook.Problem, Period: j.period.String(), Place: workbook.Place{File: name, Sheet: in.refusal.Part}, Args: in.refusal.Args,
		}}}
		return in
	}
	in.ret = workbook.DecodeReturn(rb.book, name, j.plan, j.forms)
	if !in.ret.Identity.Whole && in.ret.CoverPlace.IsZero() && isPlan(rb.book, j.planForms) {
		in.ret.Identity.Kind = "plan" // laid into the inbox by mistake: it is told what it is rather than asked whose
	}
	ctx := validate.Context{Plan: j.plan, Forms: j.forms, Rules: j.rules, Period: j.period, Prior: j.before, Keys: j.keys, Sealed: j.sealed, KeysHeld: j.keysHeld}
	if in.ret.Bureau != nil && in.ret.Ledger == nil {
		t := templates.Prepare(j.plan, j.forms, j.before, in.ret.Bureau, j.period, j.words)
		ctx.Locked = t.Locked
		ctx.Rows = templateRows(t)
	}
	in.verdict = j.checker.CheckReturn(ctx, in.ret)
	return in
}

// isPlan tells a plan by its two sheets without which there is none.
func isPlan(book *sheet.Book, forms []*workbook.Form) bool {
	return workbook.FindSheet(forms[1], book) != nil && workbook.FindSheet(forms[2], book) != nil
}

// templateRows are the ids of the rows that a template holds, by form.
func templateRows(t *templates.Template) map[string][]string {
	out := map[string][]string{}
	for _, ts := range t.Sheets {
		ids := make([]string, 0, len(ts.Rows))
		for _, r := range ts.Rows {
			ids = append(ids, r.ID)
		}
		out[ts.Form.Key] = ids
	}
	return out
}

// reduced lets go of what is asked no more of a file once it is judged, whether it is kept or not.
func (in *intake) reduced() *intake {
	if in.ret != nil {
		in.ret.Reduce(in.verdict.Holds)
	}
	return in
}

// judgedCache is the cache of what returns of a round were found to be; nil where none is kept. Of a round that was judged by
// something else nothing is left.
func (s *session) judgedCache(r *round) *archive.Cache {
	if r.by == "" {
		return nil
	}
	return s.cacheOf("judged-"+r.period.String(), r.by)
}

// judgedKey is the key under which a file is kept as it was judged: its name is in what is said of it.
func judgedKey(rec archive.Receipt) string { return rec.SHA256 + " " + rec.Name }

// keepJudged gives what is to be kept of a file that was judged and reduced, nil where nothing is. Several may be asked for side
// by side.
func (s *session) keepJudged(r *round, in *intake) []byte {
	if s.caches == nil && s.seen == nil || r.by == "" || !isReturn(in.outcome) {
		return nil
	}
	whole := false
	var data []byte
	s.lendWriter(func(w *compact.Writer) {
		data = w.Write(func(w *compact.Writer) {
			w.Bool(in.unvouched)
			whole = in.verdict.Keep(w, in.ret, r.plan)
		})
	})
	if !whole {
		return nil
	}
	return data
}

// keptJudged is an archived file as it was judged before; false where it is to be judged now. One that was touched since is read
// again, and held against its receipt.
func (s *session) keptJudged(r *round, c *archive.Cache, rec archive.Receipt) (*intake, bool) {
	data, ok := s.seen.recall(r, rec)
	if !ok {
		data, ok = s.untouched(c, judgedKey(rec), rec)
	}
	if !ok {
		return nil, false
	}
	k := compact.NewReader(data)
	in := &intake{unvouched: k.Bool()}
	if in.ret, in.verdict, ok = validate.Kept(k, rec.Name, r.plan, r.forms, r.switches); !ok || !k.Whole() {
		return nil, false
	}
	in.outcome = outcomeOf(in)
	return in, true
}

// seen is what one run found in archived files, under all that they were judged by: an audit goes over the same rounds again for
// each that came after them, trusts no cache, and yet judges a file once. The nil one holds nothing.
type seen struct {
	mu   sync.Mutex
	at   map[string][]byte
	size int
}

// mostSeen is how many bytes of it are held, those of some forty thousand returns; what does not go in is judged again.
const mostSeen = 128 << 20

func seenKey(r *round, rec archive.Receipt) string { return r.by + " " + judgedKey(rec) }

func (s *seen) recall(r *round, rec archive.Receipt) ([]byte, bool) {
	if s == nil || r.by == "" {
		return nil, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	data, ok := s.at[seenKey(r, rec)]
	return data, ok
}

// remember takes what is to be kept of a file that was judged; nil where that is nothing.
func (s *seen) remember(r *round, rec archive.Receipt, data []byte) {
	if s == nil || data == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if key := seenKey(r, rec); s.at[key] == nil && s.size+len(data) <= mostSeen {
		s.at[key], s.size = data, s.size+len(data)
	}
}
