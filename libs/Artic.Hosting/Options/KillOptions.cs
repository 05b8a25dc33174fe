namespace Artic.Hosting.Options;

/// <summary>Who may resume after a kill, and whose tokens prove who somebody is.</summary>
public sealed class KillOptions
{
    /// <summary>Different persons that it takes to resume: 1 or 2.</summary>
    public int ResumePersons { get; set; } = 1;

    /// <summary>Files with the tokens of persons, by their names; each kills, resumes and sets limits in that name.</summary>
    public Dictionary<string, string> Tokens { get; set; } = [];
}
