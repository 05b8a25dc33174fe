namespace Artic.EndToEnd.Tests.Running;

/// <summary>A page as Debian's Chromium draws it.</summary>
internal static class Picture
{
    private const int DrawSeconds = 60;

    /// <summary>
    /// Draws a page of HTML without a screen and gives the bytes of its PNG, which hardly has any where nothing is drawn; the browser's own
    /// files stay in the home.
    /// </summary>
    public static long BytesOf(Home home, string page, int width, int height)
    {
        string file = Path.ChangeExtension(page, $".{width}.png");
        StartedProgram chromium = home.StartTool(
            Repository.OnPath("chromium")!, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            $"--user-data-dir={home.PathOf("chromium")}", $"--window-size={width},{height}", $"--screenshot={file}", new Uri(page).AbsoluteUri);
        Assert.True(chromium.WaitForEnd(DrawSeconds) == 0 && File.Exists(file), $"{chromium}");
        return new FileInfo(file).Length;
    }
}
