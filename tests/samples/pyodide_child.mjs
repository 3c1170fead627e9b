// Runs python_child.py in Pyodide: node pyodide_child.mjs PYODIDE FOLDER CHILD JOB RESULTS SUPPORT
// FOLDER is what the samples may read and write; they start in its folder `work`.
import { readFileSync } from "node:fs";

const [pyodide, folder, child, ...names] = process.argv.slice(2);
const { loadPyodide } = await import(pyodide);
const python = await loadPyodide({ env: { HOME: `${folder}/home`, LANG: "C.UTF-8" }, args: ["-P"] });
python.FS.mkdirTree(folder);
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, folder);
const script = "/python_child.py";
python.FS.writeFile(script, readFileSync(child));
python.globals.set("_started", python.toPy([`${folder}/work`, script, ...names]));
await python.runPythonAsync(`
import os, runpy, sys
os.chdir(_started[0])
sys.argv[:] = _started[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
`);
