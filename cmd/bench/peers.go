package main

import (
	"archive/zip"
	_ "embed"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"

	"duban/workbook/xlsx"
)

// tasks are what this program does as a process of its own, to be measured: each takes a folder.
var tasks = map[string]func(dir string) error{
	"inflate":        eachWorkbook(inflate),
	"read":           eachWorkbook(reading()),
	"excelize-rows":  eachWorkbook(excelizeRows),
	"excelize-issue": excelizeIssue,
}

func taskNames() []string { return slices.Sorted(maps.Keys(tasks)) }

func runTask(name string, args []string) error {
	do := tasks[name]
	if do == nil || len(args) != 1 {
		return fmt.Errorf("-task is one of %s, with a folder", strings.Join(taskNames(), ", "))
	}
	if name != "read" {
		return do(args[0])
	}
	// Our reader works as it does in duban, which gives the collector as much to wait for.
	reserve := make([]byte, 24<<20)
	defer runtime.KeepAlive(reserve)
	return do(args[0])
}

// eachWorkbook makes a task of what is done to one workbook.
func eachWorkbook(do func(path string) (int, error)) func(dir string) error {
	return func(dir string) error {
		files, total := 0, 0
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".xlsx" {
				return err
			}
			n, err := do(path)
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			files, total = files+1, total+n
			return nil
		})
		fmt.Println(files, "files,", total)
		return err
	}
}

// inflate is the floor of all reading: it inflates the parts that a reader needs to their end, with their checksums, and
// parses nothing. It counts bytes.
func inflate(path string) (int, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return 0, err
	}
	defer z.Close()
	z.RegisterDecompressor(zip.Deflate, flate.NewReader)
	var total int64
	for _, f := range z.File {
		switch {
		case strings.HasPrefix(f.Name, "xl/worksheets/sheet"), strings.HasPrefix(f.Name, "xl/_rels/"),
			f.Name == "xl/workbook.xml", f.Name == "xl/sharedStrings.xml", f.Name == "xl/styles.xml":
		default:
			continue
		}
		r, err := f.Open()
		if err != nil {
			return 0, err
		}
		n, err := io.Copy(io.Discard, r)
		r.Close()
		if total += n; err != nil {
			return 0, err
		}
	}
	return int(total), nil
}

// reading is our reader: every part that it needs, every cell that holds something, with its kind. It counts cells.
func reading() func(path string) (int, error) {
	var reader xlsx.Reader
	return func(path string) (int, error) {
		data, err := os.ReadFile(path)
		if err != nil {
			return 0, err
		}
		book, err := reader.Read(data)
		if err != nil {
			return 0, err
		}
		n := 0
		for _, s := range book.Sheets {
			for _, r := range s.Rows {
				n += len(r.Cells)
			}
		}
		return n, nil
	}
}

// excelizeRows is the usual way: the rows of every sheet as raw text, without kinds. It counts cells.
func excelizeRows(path string) (int, error) {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	n := 0
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			return 0, err
		}
		for _, r := range rows {
			n += len(r)
		}
	}
	return n, nil
}

// pandasMerge does what merge is held against.
//
//go:embed merge.py
var pandasMerge string

// findPython gives a Python that has what the script needs, empty where there is none. Debian's packages are for its own,
// which need not be the first on the path.
func findPython() string {
	for _, python := range []string{"python3", "/usr/bin/python3", "python"} {
		if exec.Command(python, "-c", "import pandas, openpyxl").Run() == nil {
			return python
		}
	}
	return ""
}

// script is what merge is held against, nil where nothing can run it.
func (b *bench) script(folder, out string) []string {
	switch {
	case b.mergePeer != "":
		return []string{b.mergePeer, "pandas", folder, out}
	case b.python != "":
		return []string{b.python, "-c", pandasMerge, folder, out}
	}
	return nil
}
