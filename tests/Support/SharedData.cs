namespace Artic.Tests.Support;

/// <summary>The recorded data beside the repository; a test that wants it is skipped, loudly, where it is missing.</summary>
internal static class SharedData
{
    /// <summary>Path of a file below <c>shared/data</c>, or null.</summary>
    public static string? Find(string name)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at != null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "shared", "data", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}

/// <summary>A fact that needs a recorded file.</summary>
public sealed class RecordedFactAttribute : FactAttribute
{
    /// <param name="name">Path below <c>shared/data</c>.</param>
    public RecordedFactAttribute(string name)
    {
        if (SharedData.Find(name) == null)
        {
            Skip = $"SKIPPED: the recorded file shared/data/{name} is not on this machine";
        }
    }
}

/// <summary>A theory that needs a recorded file.</summary>
public sealed class RecordedTheoryAttribute : TheoryAttribute
{
    /// <param name="name">Path below <c>shared/data</c>.</param>
    public RecordedTheoryAttribute(string name)
    {
        if (SharedData.Find(name) == null)
        {
            Skip = $"SKIPPED: the recorded file shared/data/{name} is not on this machine";
        }
    }
}
