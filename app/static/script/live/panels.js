// Starts what opens beside and over the page: keys, completion, dialogs, the drawer.
import * as assurance from "./assurance.js";
import * as completion from "./completion.js";
import * as corrections from "./corrections.js";
import * as dialogs from "./dialogs.js";
import * as drawer from "./drawer.js";
import * as heard from "./heard.js";
import * as keys from "./keys.js";
import * as kinds from "./kinds.js";
import * as outline from "./outline.js";
import * as people from "./people.js";
import * as pick from "./pick.js";
import * as planned from "./planned.js";
import * as sections from "./sections.js";

// Completion before keys: while its list is open, its arrows and Enter are its own.
for (const part of [completion, keys, kinds, corrections, dialogs, pick, people, planned, assurance, drawer, outline, sections, heard]) part.start();
sections.begin();
