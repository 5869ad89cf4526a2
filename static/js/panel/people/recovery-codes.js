/** Recovery codes can be saved as a file, or printed. */
const save = document.querySelector("#codes-save");
const print = document.querySelector("#codes-print");
for (const button of [save, print]) if (button instanceof HTMLElement) button.hidden = false;

save?.addEventListener("click", () => {
  const codes = [...document.querySelectorAll("#codes li")].map((item) => (item.textContent ?? "").trim());
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${document.title}\n\n${codes.join("\n")}\n`], { type: "text/plain" }));
  link.download = "recovery-codes.txt";
  link.click();
  URL.revokeObjectURL(link.href);
});

print?.addEventListener("click", () => window.print());

export {};
