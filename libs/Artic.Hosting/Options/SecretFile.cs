namespace Artic.Hosting.Options;

/// <summary>
/// A configured file with a secret: a path, or <c>credential:NAME</c> for what the service manager hands to this service alone
/// (systemd's LoadCredential). Thread: any; blocks on the file system.
/// </summary>
public static class SecretFile
{
    private const string Prefix = "credential:";
    private const string Folder = "CREDENTIALS_DIRECTORY";

    /// <summary>True where it is named by the service manager's name of it.</summary>
    public static bool IsCredential(string configured) => configured.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>True where the file is there, or only the service that is given it can know that.</summary>
    public static bool MayBeThere(string configured) => IsCredential(configured) ? NameOf(configured) != null : File.Exists(configured);

    /// <summary>True for a credential that this process was not given.</summary>
    public static bool IsWithheld(string configured) => NameOf(configured) is { } name && Given(name) == null;

    /// <summary>The file of a credential that this process was given; null: it was not.</summary>
    public static string? Given(string name) =>
        Environment.GetEnvironmentVariable(Folder) is { Length: > 0 } folder && File.Exists(Path.Combine(folder, name))
            ? Path.Combine(folder, name)
            : null;

    /// <summary>
    /// The secret without white space around it. Errors: <see cref="IOException"/>; <see cref="InvalidDataException"/> for a
    /// credential that this process was not given.
    /// </summary>
    public static string Read(string configured)
    {
        string path = !IsCredential(configured) ? configured
            : NameOf(configured) is { } name && Given(name) is { } file ? file
            : throw new InvalidDataException($"{configured}: this service was not given it (LoadCredential= of its unit)");
        return File.ReadAllText(path).Trim();
    }

    /// <summary>Its path beside a configuration, or as it is where it is none.</summary>
    /// <param name="configured">What the configuration says.</param>
    /// <param name="folder">Folder of the configuration.</param>
    public static string Beside(string configured, string folder) =>
        configured.Length == 0 || IsCredential(configured) ? configured : Path.Combine(folder, configured);

    /// <summary>The credential's name; null for a path, and for what is no plain name.</summary>
    private static string? NameOf(string configured) =>
        IsCredential(configured) && configured[Prefix.Length..] is { Length: > 0 } name && !name.Contains('/') && name is not ("." or "..")
            ? name
            : null;
}
