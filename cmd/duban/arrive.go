package main

import (
	"maps"
	"runtime"
	"sync"

	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// filedTogether is how many files are read, judged and filed at a time: so many are held in memory, and so many have to be
// taken up again where a run is killed.
const filedTogether = 32

// arrived is a file of the inbox on its way into the archive.
type arrived struct {
	archive.Incoming
	data []byte
	sha  string
	// book is the file as read, until it is judged, compact what the cache is to keep of it.
	book    *sheet.Book
	compact []byte
	err     error
	// round is the one that it was judged in, found what was found; nil where it was not judged yet.
	round *round
	found *intake
	// alone says that nothing of it is taken and that its bureau has sent nothing else: its slip does not wait for others.
	alone bool
}

// fileSome files those of some files that are new. Where patient is set it leaves those that may still be on their way into
// the inbox, and gives them back.
func (f *filing) fileSome(files []archive.Incoming, known func(name, sha string) bool, patient bool) ([]archive.Incoming, error) {
	var all, judged []*arrived
	for _, in := range files {
		if f.knownUnread(in, known) {
			continue
		}
		data, ok := f.read(in)
		if !ok {
			continue
		}
		a := &arrived{Incoming: in, data: data, sha: archive.Hash(data)}
		if known(in.Rel, a.sha) {
			f.rememberRead(in, a.sha)
			continue
		}
		all = append(all, a)
		if _, filed := f.firstOf(a.sha); !in.Evidence && !filed {
			judged = append(judged, a)
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	if err := f.judgeAll(judged); err != nil {
		return nil, err
	}
	var young []archive.Incoming
	said := f.remember()
	f.archive.Begin()
	err := func() error {
		for _, a := range all {
			if age := f.now().Sub(a.Modified); patient && a.err != nil && age >= 0 && age < copyMoment {
				young = append(young, a.Incoming)
				continue
			}
			if err := f.take(a); err != nil {
				return err
			}
		}
		return nil
	}()
	if failed := f.archive.Commit(); failed != nil {
		f.recall(said)
		if err == nil {
			err = failed
		}
		return nil, err
	}
	for _, a := range all {
		f.rememberFiled(a)
		if a.alone {
			// What is not of its round leaves the slip of a return that is.
			f.slip(a.found, nil, nil)
		}
		if a.found != nil && isStray(a.found.word) {
			a.found.leave()
		}
	}
	return young, err
}

// judgeAll reads and judges files, several at a time.
func (f *filing) judgeAll(files []*arrived) error {
	side(len(files), func(i int) { files[i].book, files[i].err = xlsx.Read(files[i].data) })
	for _, a := range files {
		p, err := f.roundOf(a.Incoming, a.book)
		if err != nil {
			return err
		}
		if f.rounds[p] == nil {
			f.joined[p] = 0 // what was filed before is in the round already
		}
		if a.round, err = f.roundAt(p, f.rounds); err != nil {
			return err
		}
	}
	side(len(files), func(i int) {
		a := files[i]
		a.found = f.judge(a.round, a.Rel, a.sha, readBook{a.book, a.err})
		if isReturn(a.found.outcome) && f.caches != nil {
			a.compact = sheet.Compact(a.book)
		}
		a.book = nil
	})
	return nil
}

// side does n things side by side, as many at a time as there are processors.
func side(n int, do func(i int)) {
	var wait sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range n {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			do(i)
		})
	}
	wait.Wait()
}

// progress is how far a filing had come with what it says.
type progress struct {
	out    output
	took   int
	counts map[string]int
}

func (f *filing) remember() progress { return progress{*f.o, len(f.took), maps.Clone(f.counts)} }

// recall takes back what was said of files that could not be filed after all.
func (f *filing) recall(was progress) {
	*f.o = was.out
	f.took, f.counts = f.took[:was.took], was.counts
}

// join takes a file that was just filed into its round.
func (f *filing) join(r *round, in *intake) {
	f.joined[r.period]++
	f.session.join(r, in)
}

// leave lets go of a file of which nothing is taken: what is known of it from now on is what its receipt says.
func (in *intake) leave() {
	*in = intake{receipt: in.receipt, why: in.why, word: in.word, fresh: in.fresh}
}

// settle settles which returns count once all files are filed. What was worked out holds for the rest of the run where
// nothing came in for other rounds and nobody has decided about single files: a decision may hang on what else came.
func (f *filing) settle() {
	for p, r := range f.rounds {
		r.settle()
		w := f.worked[p]
		if w == nil || w.rounds[len(w.rounds)-1] != r || len(f.plan.Intake) > 0 {
			continue
		}
		w.from.returns += f.joined[p]
	}
}
