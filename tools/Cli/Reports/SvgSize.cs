namespace Artic.Cli.Reports;

/// <summary>How large a chart is drawn, in its own units; the page stretches it.</summary>
/// <param name="Class">Style class.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Letter">Width to reserve for a letter, of the largest font that the page's style gives it.</param>
public readonly record struct SvgSize(string Class, int Width, int Height, double Letter)
{
    /// <summary>Over the whole page; on a narrow screen its letters are drawn larger.</summary>
    public static SvgSize Wide { get; } = new("wide", 720, 210, 10.5);

    /// <summary>Half a page, or the whole of a narrow one.</summary>
    public static SvgSize Panel { get; } = new("half", 480, 170, 6.8);
}
