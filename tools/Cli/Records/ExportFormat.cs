namespace Artic.Cli.Records;

/// <summary>What the lines of an export hold besides messages.</summary>
public enum ExportFormat
{
    /// <summary>All that the feed has; what is no market message stands on lines that begin with #.</summary>
    Artic,

    /// <summary>What hftbacktest's collector writes, and nothing that its readers do not know.</summary>
    Hftbacktest,
}
