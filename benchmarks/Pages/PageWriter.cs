using System.Reflection;
using System.Text.Encodings.Web;
using ClassicML.Plotting;
using Fluid;

namespace ClassicML.Benchmarks.Pages;

/// <summary>Makes files of pages: one HTML file that needs nothing else, and Markdown. What they look like is in the templates beside this file.</summary>
internal static class PageWriter
{
    private static readonly IFluidTemplate HtmlTemplate = Template("page.html.liquid"), MarkdownTemplate = Template("page.md.liquid");

    private static readonly TemplateOptions Options = new() { MemberAccessStrategy = new UnsafeMemberAccessStrategy() };

    /// <summary>The page as HTML, charts and style inside: it reads on a phone, in the dark and on paper.</summary>
    public static string Html(Page page)
    {
        TemplateContext context = Context(page);
        context.SetValue("css", Theme.PageCss + Text("page.css"));
        return HtmlTemplate.Render(context, HtmlEncoder.Default);
    }

    /// <summary>The page as Markdown. A picture is given by its alternative text.</summary>
    public static string Markdown(Page page) => MarkdownTemplate.Render(Context(page), NullEncoder.Default);

    private static TemplateContext Context(Page page)
    {
        var context = new TemplateContext(Options);
        context.SetValue("page", page);
        return context;
    }

    private static IFluidTemplate Template(string name) => new FluidParser().Parse(Text(name));

    private static string Text(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Pages/" + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
