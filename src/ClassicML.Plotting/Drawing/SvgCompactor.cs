using System.Xml.Linq;

namespace ClassicML.Plotting.Drawing;

/// <summary>Makes an SVG drawn by SkiaSharp several times smaller, with the same picture.</summary>
/// <remarks>
/// Equal clip paths become one and neighbours clipped by the same one share a group; a shape that is filled and then outlined becomes
/// one element; neighbours that look alike (the markers of a class, the labels of an axis) take their look from one group.
/// </remarks>
internal static class SvgCompactor
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly HashSet<string> Geometry = ["d", "x", "y", "cx", "cy", "rx", "ry", "width", "height", "transform"];

    public static void Compact(XElement drawn, string idMark)
    {
        ShareClips(drawn, idMark);
        foreach (XElement group in drawn.Elements(Svg + "g").ToList()) JoinOutlines(group);
        foreach (XElement group in drawn.Elements(Svg + "g").ToList()) GroupAlike(group);
        GroupAlike(drawn);
    }

    private static void ShareClips(XElement drawn, string idMark)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var byContent = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (XElement clip in drawn.Descendants(Svg + "clipPath").ToList())
        {
            string content = string.Concat(clip.Elements());
            bool isNew = !byContent.TryGetValue(content, out string? name);
            if (isNew) byContent[content] = name = Chart.Invariant($"{idMark}{byContent.Count + 1}");
            names[clip.Attribute("id")!.Value] = name!;
            if (isNew) clip.SetAttributeValue("id", name);
            else clip.Remove();
        }
        foreach (XAttribute reference in drawn.Descendants().Attributes("clip-path"))
            reference.Value = $"url(#{names[reference.Value[5..^1]]})";

        foreach (XElement group in drawn.Elements(Svg + "g").ToList())
        {
            if (!group.HasElements)
            {
                group.Remove();
                continue;
            }
            if (group.ElementsBeforeSelf().LastOrDefault() is not { } before || Look(before) != Look(group)) continue;
            before.Add(group.Elements());
            group.Remove();
        }
    }

    private static void JoinOutlines(XElement parent)
    {
        foreach (XElement outline in parent.Elements().Where(e => e.Attribute("fill")?.Value == "none").ToList())
        {
            if (outline.ElementsBeforeSelf().LastOrDefault() is not { } fill || fill.Name != outline.Name) continue;
            bool isFilled = fill.Attribute("stroke") is null && fill.Attribute("fill")?.Value is not (null or "none");
            if (!isFilled || Place(fill) != Place(outline)) continue;
            foreach (XAttribute attribute in outline.Attributes().Where(a => a.Name != "fill"))
                fill.SetAttributeValue(attribute.Name, attribute.Value);
            outline.Remove();
        }
    }

    private static void GroupAlike(XElement parent)
    {
        List<XElement> run = [];
        foreach (XElement element in parent.Elements().ToList())
        {
            if (run.Count > 0 && (element.Name == Svg + "g" || element.Name == Svg + "clipPath" || Look(element) != Look(run[0])))
            {
                Close(run);
                run = [];
            }
            if (element.Name != Svg + "g" && element.Name != Svg + "clipPath") run.Add(element);
        }
        Close(run);
    }

    private static void Close(List<XElement> run)
    {
        if (run.Count < 3) return;
        var group = new XElement(Svg + "g", run[0].Attributes().Where(a => !Geometry.Contains(a.Name.LocalName)));
        run[0].AddBeforeSelf(group);
        foreach (XElement element in run)
        {
            element.Remove();
            element.Attributes().Where(a => !Geometry.Contains(a.Name.LocalName)).Remove();
            group.Add(element);
        }
    }

    private static string Place(XElement element) => Text(element, geometry: true);

    private static string Look(XElement element) => Text(element, geometry: false);

    private static string Text(XElement element, bool geometry) => string.Join(
        '\n', element.Attributes().Where(a => Geometry.Contains(a.Name.LocalName) == geometry)
            .Select(a => $"{a.Name.LocalName}={a.Value}").Order(StringComparer.Ordinal));
}
