const field = document.getElementById("search");
const found = document.getElementById("found");
const way = document.getElementById("way");

field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    found.replaceChildren();
    way.hidden = words.length > 0;
    if (!words.length) {
        return;
    }
    const hits = PAGES.map(page => ({ page, text: (page.title + "\n" + page.text).toLowerCase() }))
        .filter(each => words.every(word => each.text.includes(word)));
    for (const { page } of hits) {
        const link = document.createElement("a");
        link.href = page.name;
        link.textContent = page.title;
        const place = Math.max(0, page.text.toLowerCase().indexOf(words[0]) - 40);
        const around = document.createElement("small");
        around.textContent = page.text.slice(place, place + 110).replace(/\s+/g, " ");
        link.append(around);
        found.append(link);
    }
    if (!hits.length) {
        found.textContent = "Nothing found";
    }
});
