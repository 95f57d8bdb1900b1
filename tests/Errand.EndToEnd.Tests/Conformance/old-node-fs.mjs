// The conformance suite imports fs.globSync, which Node has from version 22 on, and which the scenarios for servers do not use.
// node --import ./old-node-fs.mjs lets older versions load it.
import fs from "node:fs";
import { register } from "node:module";

const shim = `export * from "node:fs"; export { default } from "node:fs"; export const globSync = () => { throw new Error("not here"); };`;
const hooks = `export const resolve = (name, context, next) =>
  name === "fs" && context.parentURL?.includes("conformance") ? { url: "data:text/javascript,${encodeURIComponent(shim)}", shortCircuit: true } : next(name, context);`;
if (!fs.globSync) register(`data:text/javascript,${encodeURIComponent(hooks)}`);
